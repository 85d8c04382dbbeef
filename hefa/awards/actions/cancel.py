"""取消期別: an offering that is not held. Whoever has its hours stands against it."""

from datetime import datetime

from django.db import transaction

from hefa.activities.actions import tell_enrolled
from hefa.activities.models import Offering
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.correct import ReasonMissing
from hefa.awards.queries import Uses, uses_of
from hefa.organisers.models import Officer


class OfferingCancelled(Exception):
    """A cancelled offering awards nothing: restore it first."""


class OfferingInUse(Exception):
    """Hours or open reviews stand against cancelling; `uses` counts them."""

    def __init__(self, uses: Uses) -> None:
        super().__init__("the offering is in use")
        self.uses = uses


@transaction.atomic
def cancel_offering(*, offering: Offering, reason: str, officer: Officer, at: datetime) -> bool:
    """Cancel it, and let who enrolled be told. False when it is cancelled already. Raises ReasonMissing, OfferingInUse.

    The lock waits for awards that are being inserted; those that come later meet the trigger
    `award_of_an_offering_that_is_held`.
    """
    if not reason.strip():
        raise ReasonMissing
    locked = Offering.objects.select_for_update(of=("self",)).get(pk=offering.pk)
    if locked.cancelled:
        return False
    if uses := uses_of(offering):
        raise OfferingInUse(uses)
    Offering.objects.filter(pk=offering.pk).update(
        cancelled_at=at, cancelled_by=officer.account, cancel_reason=reason.strip()
    )
    tell_enrolled(offering=offering, at=at)
    _note(Verb.OFFERING_CANCELLED, offering, officer, at)
    return True


@transaction.atomic
def restore_offering(*, offering: Offering, officer: Officer, at: datetime) -> bool:
    """Hold it after all. False when it is not cancelled."""
    cancelled = Offering.objects.filter(pk=offering.pk, cancelled_at__isnull=False)
    if not cancelled.update(cancelled_at=None, cancelled_by=None, cancel_reason=""):
        return False
    tell_enrolled(offering=offering, at=at)
    _note(Verb.OFFERING_RESTORED, offering, officer, at)
    return True


def _note(verb: Verb, offering: Offering, officer: Officer, at: datetime) -> None:
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=verb,
        subject_kind="offering",
        subject_id=offering.public_id,
        organiser_id=officer.organiser.public_id,
    )
