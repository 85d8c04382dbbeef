"""What is shown at the desk, filed by paper."""

from hefa.paperwork.queries.changes import ChangedRow, changed_rows, changes_shown, handled_rows
from hefa.paperwork.queries.expected import (
    Expected,
    expected_people,
    last_day_of_cards,
    why_no_cards,
)
from hefa.paperwork.queries.history import (
    PaperLine,
    PartLine,
    RejectedLine,
    filter_papers,
    paper_lines,
    papers_made,
    rejected_lines,
)
from hefa.paperwork.queries.marks import Export, ExportMark, exported_awards, exports_of
from hefa.paperwork.queries.paper import (
    Candidate,
    Opener,
    PaperNote,
    candidates,
    ecpa_names,
    failed_awards,
    group_awards,
    offering_facts,
    papers_of,
)
from hefa.paperwork.queries.profiles import (
    HeldProfile,
    ProfileChange,
    held_profiles,
    offered_profiles,
    profile_history,
    profile_labels,
)
from hefa.paperwork.queries.uploads_due import DueOffering, offerings_due

__all__ = [
    "Expected",
    "expected_people",
    "last_day_of_cards",
    "why_no_cards",
    "Candidate",
    "ChangedRow",
    "DueOffering",
    "Export",
    "ExportMark",
    "HeldProfile",
    "Opener",
    "PaperLine",
    "PaperNote",
    "PartLine",
    "ProfileChange",
    "RejectedLine",
    "candidates",
    "changed_rows",
    "changes_shown",
    "ecpa_names",
    "exported_awards",
    "exports_of",
    "failed_awards",
    "filter_papers",
    "group_awards",
    "handled_rows",
    "held_profiles",
    "offered_profiles",
    "offering_facts",
    "offerings_due",
    "paper_lines",
    "papers_made",
    "papers_of",
    "profile_history",
    "profile_labels",
    "rejected_lines",
]
