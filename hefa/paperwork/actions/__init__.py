"""What is done at the desk: one file a verb."""

from hefa.paperwork.actions.audit import MadeBundle, draw_sample, note_opened, take_bundle
from hefa.paperwork.actions.cards import CardsUseless, make_cards
from hefa.paperwork.actions.changes import changes_file, handle_changes
from hefa.paperwork.actions.decide_upload import (
    LateReasonMissing,
    NothingToEnter,
    UploadOvertaken,
    UploadPurposeMissing,
    confirm_upload,
    discard_upload,
    resume_upload,
)
from hefa.paperwork.actions.enter_upload import enter_next_chunk
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
from hefa.paperwork.actions.portal import ReplyReading, mark_part, read_reply, take_reply
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
from hefa.paperwork.actions.purge_uploads import purge_staged
from hefa.paperwork.actions.roster import make_roster
from hefa.paperwork.actions.sheet import enter_signed
from hefa.paperwork.actions.stage_upload import stage_upload
from hefa.paperwork.actions.take_refused import NothingRefused, RefusedFile, take_refused

__all__ = [
    "CardsUseless",
    "MadeBundle",
    "draw_sample",
    "note_opened",
    "take_bundle",
    "LateReasonMissing",
    "MadePaper",
    "NameOvertaken",
    "NameUnfit",
    "NothingRefused",
    "NothingToEnter",
    "NothingToWrite",
    "Preflight",
    "Problem",
    "ProfileOvertaken",
    "PurposeMissing",
    "RefusedFile",
    "ReplyReading",
    "RowsInTheWay",
    "ShippedProfile",
    "UploadOvertaken",
    "UploadPurposeMissing",
    "changes_file",
    "clone_profile",
    "confirm_upload",
    "discard_upload",
    "edit_profile",
    "end_ecpa_name",
    "enter_next_chunk",
    "enter_signed",
    "give_ecpa_name",
    "handle_changes",
    "make_cards",
    "make_paper",
    "make_roster",
    "mark_part",
    "preflight",
    "read_reply",
    "purge_staged",
    "resume_upload",
    "stage_upload",
    "switch_profile",
    "take_refused",
    "take_reply",
    "tell_course_code",
]
