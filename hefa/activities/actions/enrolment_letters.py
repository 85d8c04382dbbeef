"""Letters to learners about their enrolments: due in the rows, fetched by the timetable, tried again until sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hefa.accounts.models import Account
from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import EnrolmentState
from hefa.learners.models import AccountLink

AT_ONCE = 200
TRIED_AGAIN_AFTER = timedelta(minutes=15)
ENDED = (EnrolmentState.WITHDRAWN, EnrolmentState.DECLINED)


@dataclass(frozen=True, slots=True)
class EnrolmentLetter:
    """What a learner is told, and the row that asks for it as it was when it was read."""

    to: str
    activity: str
    number: int
    starts_at: datetime
    state: EnrolmentState
    message: str
    cancelled: bool
    cancel_reason: str
    enrolment_id: int
    version: int


@transaction.atomic
def claim_enrolment_letters(*, at: datetime) -> Sequence[EnrolmentLetter]:
    """The letters that are due, some at once. Nobody else gets them for a quarter of an hour, so each is sent once.

    An enrolment of somebody without an address (entered by an officer, no account) asks for none any more.
    """
    due = Enrolment.objects.filter(letter_due_at__lte=at).order_by("letter_due_at", "pk")
    rows = list(
        due.select_for_update(of=("self",), skip_locked=True).select_related("account", "offering__activity")[:AT_ONCE]
    )
    addresses = _addresses(rows)
    told = [row for row in rows if addresses.get(row.pk)]
    Enrolment.objects.filter(pk__in=[row.pk for row in told]).update(letter_due_at=at + TRIED_AGAIN_AFTER)
    Enrolment.objects.filter(pk__in=[row.pk for row in rows if row not in told]).update(letter_due_at=None)
    return [_letter(row, addresses[row.pk]) for row in told]


def close_enrolment_letters(*, sent: Sequence[EnrolmentLetter]) -> None:
    """These have left the house. A row that changed meanwhile asks for another letter and keeps its time."""
    for letter in sent:
        Enrolment.objects.filter(pk=letter.enrolment_id, version=letter.version).update(letter_due_at=None)


def tell_enrolled(*, offering: Offering, at: datetime) -> None:
    """Let everybody who has a place or waits be told by letter how the offering stands now (cancelled, held again)."""
    Enrolment.objects.filter(offering=offering).exclude(state__in=ENDED).update(letter_due_at=at)


def _addresses(rows: Sequence[Enrolment]) -> dict[int, str]:
    """Where to write: to the account that asked, else to the one that is proven to be the learner's."""
    nobodys = [row.learner_id for row in rows if row.account is None]
    links = AccountLink.objects.filter(learner__in=nobodys, proven_at__isnull=False).select_related("account")
    owners: dict[int, Account] = {link.learner_id: link.account for link in links}
    found = {row.pk: row.account or owners.get(row.learner_id) for row in rows}
    return {pk: account.email or "" for pk, account in found.items() if account is not None}


def _letter(row: Enrolment, to: str) -> EnrolmentLetter:
    offering = row.offering
    return EnrolmentLetter(
        to=to,
        activity=offering.activity.name,
        number=offering.number,
        starts_at=offering.starts_at,
        state=EnrolmentState(row.state),
        message=row.message,
        cancelled=offering.cancelled_at is not None,
        cancel_reason=offering.cancel_reason,
        enrolment_id=row.pk,
        version=row.version,
    )
