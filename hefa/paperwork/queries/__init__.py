"""What is shown at the desk, filed by paper."""

from hefa.paperwork.queries.marks import ExportMark, exported_awards
from hefa.paperwork.queries.paper import (
    Candidate,
    Opener,
    PaperNote,
    candidates,
    ecpa_names,
    failed_awards,
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

__all__ = [
    "Candidate",
    "ExportMark",
    "HeldProfile",
    "Opener",
    "PaperNote",
    "ProfileChange",
    "candidates",
    "ecpa_names",
    "exported_awards",
    "failed_awards",
    "held_profiles",
    "offered_profiles",
    "offering_facts",
    "papers_of",
    "profile_history",
    "profile_labels",
]
