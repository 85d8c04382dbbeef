"""Offerings, fetched through the officer who asks."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Q, QuerySet

from hefa.accounts.models import Account
from hefa.activities.models import Activity, Offering
from hefa.activities.names import TAKING_A_PLACE, Phase
from hefa.base.roc import TAIPEI
from hefa.base.search_text import fold, grams
from hefa.organisers.names import Duty
from hefa.organisers.queries import organisers_of, overseen_by

COUNTED = Q(enrolments__state__in=TAKING_A_PLACE)


def offerings_of(account: Account, *, on: date, duty: Duty | None = None) -> QuerySet[Offering]:
    """The offerings of every organiser for which this account holds office on this day (with `duty`), latest first.

    Each carries `enrolled`, its 報名人數.
    """
    return (
        Offering.objects.filter(activity__organiser__in=organisers_of(account, on=on, duty=duty))
        .select_related("activity__organiser__unit")
        .annotate(enrolled=Count("enrolments", filter=COUNTED))
        .order_by("-starts_at", "-pk")
    )


def overseen_offerings(account: Account, *, on: date) -> QuerySet[Offering]:
    """查核: the offerings of every organiser that this account may audit on this day, latest first.

    Each carries `enrolled`, as those of `offerings_of`.
    """
    return (
        Offering.objects.filter(activity__organiser__in=overseen_by(account, on=on))
        .select_related("activity__organiser__unit")
        .annotate(enrolled=Count("enrolments", filter=COUNTED))
        .order_by("-starts_at", "-pk")
    )


def filter_offerings(
    offerings: QuerySet[Offering],
    *,
    roc_year: int | None = None,
    name: str = "",
    code: str = "",
    method: str = "",
    number: int | None = None,
    from_date: date | None = None,
    to_date: date | None = None,
) -> QuerySet[Offering]:
    """可自行設定查詢條件: those that meet every condition given. Days are days in Taipei, both ends included."""
    if roc_year is not None:
        offerings = offerings.filter(activity__roc_year=roc_year)
    if wanted := fold(name):
        offerings = offerings.filter(activity__name_grams__contains=_pieces(wanted))
    if code.strip():
        offerings = offerings.filter(activity__code__icontains=code.strip())
    if method:
        offerings = offerings.filter(activity__method=method)
    if number is not None:
        offerings = offerings.filter(number=number)
    if from_date is not None:
        offerings = offerings.filter(ends_at__gte=_midnight(from_date))
    if to_date is not None:
        offerings = offerings.filter(starts_at__lt=_midnight(to_date + timedelta(days=1)))
    return offerings


def in_phase(offerings: QuerySet[Offering], phase: Phase, *, at: datetime) -> QuerySet[Offering]:
    """Those that stand there at this time, as `phase_of` says of each."""
    if phase == Phase.CANCELLED:
        return offerings.filter(cancelled_at__isnull=False)
    held = to_be_held(offerings)
    if phase == Phase.UPCOMING:
        return held.filter(starts_at__gt=at)
    return held.filter(starts_at__lte=at, ends_at__gt=at) if phase == Phase.RUNNING else held.filter(ends_at__lte=at)


def to_be_held(offerings: QuerySet[Offering]) -> QuerySet[Offering]:
    """Without those that were cancelled."""
    return offerings.filter(cancelled_at__isnull=True)


def todays(offerings: QuerySet[Offering], *, on: date) -> QuerySet[Offering]:
    """今日活動: those that are held on this day."""
    return filter_offerings(offerings, from_date=on, to_date=on).order_by("starts_at", "pk")


def held_beside(offerings: QuerySet[Offering], offering: Offering, *, at: datetime) -> QuerySet[Offering]:
    """Of these, what its organiser holds beside an offering: on the same days, or of the same activity from now on."""
    first, last = (moment.astimezone(TAIPEI).date() for moment in (offering.starts_at, offering.ends_at))
    others = to_be_held(offerings).filter(activity__organiser=offering.activity.organiser_id).exclude(pk=offering.pk)
    same_days = Q(ends_at__gte=_midnight(first), starts_at__lt=_midnight(last + timedelta(days=1)))
    ahead = Q(activity=offering.activity_id, ends_at__gt=at)
    return others.filter(same_days | ahead).order_by("starts_at", "pk")


def next_number(activity: Activity) -> int:
    """The number after the highest 期別."""
    return (Offering.objects.filter(activity=activity).aggregate(highest=Max("number"))["highest"] or 0) + 1


def _pieces(wanted: str) -> list[str]:
    return [wanted] if len(wanted) == 1 else [gram for gram in grams(wanted) if len(gram) == 2]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=TAIPEI)
