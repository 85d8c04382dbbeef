"""The words of the desk, filed by paper."""

from hefa.paperwork.names.paper import (
    NOTICES,
    FileKind,
    LearningKind,
    Mend,
    Portal,
    PortalState,
    ProblemKind,
    Purpose,
    Quoting,
    Reader,
    Source,
)

__all__ = [
    "NOTICES",
    "FileKind",
    "LearningKind",
    "Mend",
    "Portal",
    "PortalState",
    "ProblemKind",
    "Purpose",
    "Quoting",
    "Reader",
    "Source",
]
