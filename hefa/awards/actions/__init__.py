"""What changes in the ledger: one function a verb."""

from hefa.awards.actions.by_hand import enter_by_hand
from hefa.awards.actions.cancel import OfferingCancelled, OfferingInUse, cancel_offering, restore_offering
from hefa.awards.actions.correct import AwardChange, AwardChanges, ReasonMissing, change_awards
from hefa.awards.actions.enter import EnteredRow, EntryAnswer, enter_awards
from hefa.awards.actions.groups import (
    GroupAnswer,
    GroupNameTaken,
    GroupPlan,
    change_group,
    enter_group,
    revoke_group,
)
from hefa.awards.actions.hints import mark_hint
from hefa.awards.actions.move import Moved, NoSuchMove, move_awards
from hefa.awards.actions.object import object_to_award, settle_objection, withdraw_objection
from hefa.awards.actions.pausing import StationPaused
from hefa.awards.actions.prove import prove_by_officer
from hefa.awards.actions.record_scans import record_scans
from hefa.awards.actions.rescue import deliver_rescue
from hefa.awards.actions.retry import SettledBefore, StillUnreadable, retry_quarantined
from hefa.awards.actions.revoke import revoke_awards
from hefa.awards.actions.settle import settle_review, settle_reviews
from hefa.awards.actions.settle_name import NameAnswer, settle_name
from hefa.awards.actions.spot_check import answer_spot_check
from hefa.awards.actions.walk_in import admit_walk_in, note_bad_number

__all__ = [
    "AwardChange",
    "AwardChanges",
    "EnteredRow",
    "EntryAnswer",
    "OfferingCancelled",
    "OfferingInUse",
    "GroupAnswer",
    "GroupNameTaken",
    "GroupPlan",
    "Moved",
    "NameAnswer",
    "NoSuchMove",
    "ReasonMissing",
    "SettledBefore",
    "StationPaused",
    "StillUnreadable",
    "admit_walk_in",
    "answer_spot_check",
    "cancel_offering",
    "change_awards",
    "change_group",
    "deliver_rescue",
    "enter_awards",
    "enter_by_hand",
    "enter_group",
    "mark_hint",
    "move_awards",
    "note_bad_number",
    "object_to_award",
    "prove_by_officer",
    "record_scans",
    "restore_offering",
    "retry_quarantined",
    "revoke_awards",
    "revoke_group",
    "settle_name",
    "settle_objection",
    "settle_review",
    "settle_reviews",
    "withdraw_objection",
]
