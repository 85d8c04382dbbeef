"""The words of the desk, filed by paper."""

from hefa.paperwork.names.cards import NoCards
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
from hefa.paperwork.names.roster import ROSTER_LABELS, RosterFile
from hefa.paperwork.names.upload import (
    Meaning,
    RowState,
    UploadKind,
    UploadPurpose,
    UploadState,
)

__all__ = [
    "FileKind",
    "LearningKind",
    "Meaning",
    "Mend",
    "NOTICES",
    "NoCards",
    "Portal",
    "PortalState",
    "ProblemKind",
    "Purpose",
    "Quoting",
    "ROSTER_LABELS",
    "Reader",
    "RosterFile",
    "RowState",
    "Source",
    "UploadKind",
    "UploadPurpose",
    "UploadState",
]
