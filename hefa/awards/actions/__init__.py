"""What changes in the ledger: one function a verb."""

from hefa.awards.actions.correct import AwardChange, AwardChanges, ReasonMissing, change_awards, revoke_awards
from hefa.awards.actions.enter import EnteredRow, EntryAnswer, enter_awards
from hefa.awards.actions.prove import prove_by_code, prove_by_officer
from hefa.awards.actions.readings import StationPaused
from hefa.awards.actions.record_scans import record_scans
from hefa.awards.actions.settle import settle_name, settle_review

__all__ = [
    "AwardChange",
    "AwardChanges",
    "EnteredRow",
    "EntryAnswer",
    "ReasonMissing",
    "StationPaused",
    "change_awards",
    "enter_awards",
    "prove_by_code",
    "prove_by_officer",
    "record_scans",
    "revoke_awards",
    "settle_name",
    "settle_review",
]
