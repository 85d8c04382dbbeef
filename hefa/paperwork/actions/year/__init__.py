"""What is done with 年度人員名冊: one file a verb."""

from hefa.paperwork.actions.year.classes import remove_class, set_classes
from hefa.paperwork.actions.year.exporting import EmptyRoster, RosterPaper, YearPurposeMissing, export_roster
from hefa.paperwork.actions.year.imports import (
    ImportSettled,
    comparison_of,
    discard_import,
    stage_roster,
    staged_file,
    take_import,
)
from hefa.paperwork.actions.year.matching import Choice, ChosenTwice, Settled, settle_members
from hefa.paperwork.actions.year.members import (
    ExemptionReasonMissing,
    MemberOvertaken,
    OnRoster,
    ProofKept,
    add_member,
    change_member,
    exempt_member,
    open_proof,
    remove_member,
    restore_member,
)
from hefa.paperwork.actions.year.purging import purge_imports, purge_rosters
from hefa.paperwork.actions.year.rosters import RosterStands, UnitNotKept, open_roster

__all__ = [
    "Choice",
    "ChosenTwice",
    "EmptyRoster",
    "ExemptionReasonMissing",
    "ImportSettled",
    "MemberOvertaken",
    "OnRoster",
    "ProofKept",
    "RosterPaper",
    "RosterStands",
    "Settled",
    "UnitNotKept",
    "YearPurposeMissing",
    "add_member",
    "change_member",
    "comparison_of",
    "discard_import",
    "exempt_member",
    "export_roster",
    "open_proof",
    "open_roster",
    "purge_imports",
    "purge_rosters",
    "remove_class",
    "remove_member",
    "restore_member",
    "set_classes",
    "settle_members",
    "stage_roster",
    "staged_file",
    "take_import",
]
