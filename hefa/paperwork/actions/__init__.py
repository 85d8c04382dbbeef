"""What is done at the desk: one file a verb."""

from hefa.paperwork.actions.changes import changes_file, handle_changes
from hefa.paperwork.actions.paper import (
    MadePaper,
    NothingToWrite,
    Preflight,
    Problem,
    PurposeMissing,
    RowsInTheWay,
    make_paper,
    preflight,
)
from hefa.paperwork.actions.portal import mark_part, take_reply
from hefa.paperwork.actions.portal_words import (
    NameOvertaken,
    NameUnfit,
    end_ecpa_name,
    give_ecpa_name,
    tell_course_code,
)
from hefa.paperwork.actions.profiles import (
    ProfileOvertaken,
    ShippedProfile,
    clone_profile,
    edit_profile,
    switch_profile,
)

__all__ = [
    "MadePaper",
    "NameOvertaken",
    "NameUnfit",
    "NothingToWrite",
    "Preflight",
    "Problem",
    "ProfileOvertaken",
    "PurposeMissing",
    "RowsInTheWay",
    "ShippedProfile",
    "changes_file",
    "clone_profile",
    "edit_profile",
    "end_ecpa_name",
    "give_ecpa_name",
    "handle_changes",
    "make_paper",
    "mark_part",
    "preflight",
    "switch_profile",
    "take_reply",
    "tell_course_code",
]
