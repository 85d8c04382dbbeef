"""What is stored at the desk, filed by paper."""

from hefa.paperwork.models.audit import (
    AuditBundle,
    AuditSample,
)
from hefa.paperwork.models.paper import (
    Paper,
    PaperPart,
    PaperRow,
)
from hefa.paperwork.models.portal import (
    EcpaName,
    PortalCourse,
)
from hefa.paperwork.models.profile import (
    ExportProfile,
)
from hefa.paperwork.models.reminder import (
    Reminder,
)
from hefa.paperwork.models.rights import RightsRequest
from hefa.paperwork.models.upload import (
    StagedRow,
    Upload,
)
from hefa.paperwork.models.year import (
    YearClass,
    YearImport,
    YearMember,
    YearPaper,
    YearProof,
    YearRoster,
)

__all__ = [
    "RightsRequest",
    "AuditBundle",
    "AuditSample",
    "EcpaName",
    "ExportProfile",
    "Paper",
    "PaperPart",
    "PaperRow",
    "PortalCourse",
    "Reminder",
    "StagedRow",
    "Upload",
    "YearClass",
    "YearImport",
    "YearMember",
    "YearPaper",
    "YearProof",
    "YearRoster",
]
