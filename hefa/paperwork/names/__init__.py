"""The words of the desk, filed by paper."""

from hefa.paperwork.names.paper import NOTICES, LearningKind, ProblemKind, Purpose, Quoting, Reader, Source

__all__ = ["NOTICES", "LearningKind", "ProblemKind", "Purpose", "Quoting", "Reader", "Source"]
