"""What an organiser is reminded of, and whether it is still to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hefa.accounts.models import Account
from hefa.activities.models import Offering
from hefa.awards.models import Award, GroupAward, Review
from hefa.awards.names import AwardState
from hefa.base.roc import TAIPEI, format_roc
from hefa.organisers.names import Duty
from hefa.organisers.queries import organisers_of
from hefa.paperwork.models import PaperRow, Reminder
from hefa.paperwork.names.reminder import Unfinished
from hefa.paperwork.rules.reminders import days_of, ended_for_reminding

ASKS_FOR_REVIEW = (AwardState.WAITING, AwardState.NAME_DIFFERS)


@dataclass(frozen=True, slots=True)
class Notice:
    """A reminder as an officer reads it. `offering` leads to the activity that it is about."""

    public_id: UUID
    sentence: str
    due_on: date
    overdue: bool
    offering: UUID | None


def notices_of(account: Account, *, on: date) -> Sequence[Notice]:
    """What this officer is reminded of today: neither done nor put off, and not done by itself. Two statements."""
    organisers = organisers_of(account, on=on, duty=Duty.RECORD)
    open_ones = (
        Reminder.objects.filter(
            Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=on), organiser__in=organisers, done_at__isnull=True
        )
        .select_related("offering__activity")
        .order_by("due_on", "pk")
    )
    reminders = list(open_ones)
    unfinished = unfinished_of([one.offering_id for one in reminders if one.offering_id is not None])
    return [
        Notice(
            public_id=one.public_id,
            sentence=sentence_of(one, unfinished.get(one.offering_id or 0, ())),
            due_on=one.due_on,
            overdue=one.due_on < on,
            offering=one.offering.public_id if one.offering else None,
        )
        for one in reminders
        if one.offering_id is None or one.offering_id in unfinished
    ]


def sentence_of(reminder: Reminder, unfinished: Sequence[Unfinished]) -> str:
    """What the officer reads. An activity's name is no personal data."""
    if reminder.offering is not None:
        offering = reminder.offering
        ended = format_roc(offering.ends_at.astimezone(TAIPEI).date())
        told = "、".join(str(one.label) for one in unfinished)
        return f"活動「{offering.activity.name}」第 {offering.number} 期已於 {ended} 結束，{told}。"
    return next(one.sentence for one in days_of(reminder.roc_year) if one.occasion == reminder.occasion)


def unfinished_of(offerings: Sequence[int]) -> dict[int, tuple[Unfinished, ...]]:
    """What is still to be done for each of these offerings; one where nothing is left does not appear."""
    standing = Offering.objects.filter(pk__in=offerings, cancelled_at__isnull=True)
    rows = _with_unfinished(standing).values_list("pk", "has_hours", "has_reviews", "has_unexported")
    found = {}
    for offering, has_hours, has_reviews, has_unexported in rows:
        told = {
            Unfinished.NO_HOURS: not has_hours,
            Unfinished.REVIEWS: has_reviews,
            Unfinished.NOT_EXPORTED: has_unexported,
        }
        found[offering] = tuple(one for one, applies in told.items() if applies)
    return {offering: told for offering, told in found.items() if told}


def ended_and_unfinished(*, on: date) -> QuerySet[Offering]:
    """Offerings that ended a month ago or more, of which nobody was reminded, with something still to be done."""
    first, last = ended_for_reminding(on)
    ended = Offering.objects.filter(
        ends_at__gte=_midnight(first), ends_at__lt=_midnight(last + timedelta(days=1)), cancelled_at__isnull=True
    ).filter(~Exists(Reminder.objects.filter(offering=OuterRef("pk"))))
    open_ones = _with_unfinished(ended).filter(Q(has_hours=False) | Q(has_reviews=True) | Q(has_unexported=True))
    return open_ones.select_related("activity").order_by("pk")


def _with_unfinished(offerings: QuerySet[Offering]) -> QuerySet[Any]:
    standing = Award.objects.filter(offering=OuterRef("pk"), revoked_at__isnull=True)
    groups = GroupAward.objects.filter(offering=OuterRef("pk"), revoked_at__isnull=True)
    reviews = Review.objects.filter(offering=OuterRef("pk"), settled_at__isnull=True)
    exported = PaperRow.objects.filter(award=OuterRef("pk"))
    return offerings.annotate(
        has_hours=Q(Exists(standing)) | Q(Exists(groups)),
        has_reviews=Q(Exists(reviews)) | Q(Exists(standing.filter(state__in=ASKS_FOR_REVIEW))),
        has_unexported=Exists(standing.filter(state=AwardState.REVIEWED).filter(~Exists(exported))),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=TAIPEI)
