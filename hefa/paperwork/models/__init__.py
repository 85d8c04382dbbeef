"""What is stored at the desk, filed by paper."""

from hefa.paperwork.models.paper import Paper, PaperPart, PaperRow
from hefa.paperwork.models.portal import EcpaName, PortalCourse
from hefa.paperwork.models.profile import ExportProfile

__all__ = ["EcpaName", "ExportProfile", "Paper", "PaperPart", "PaperRow", "PortalCourse"]
