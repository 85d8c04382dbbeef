"""Offerings, fetched through the officer who asks."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Q, QuerySet

from hefa.accounts.models import Account
from hefa.activities.models import Activity, CodeListEntry, Enrolment, Offering, OfferingHours
from hefa.activities.names import CodeList, EnrolmentState
from hefa.activities.rules import stands_in_year
from hefa.base.hours import Hours
from hefa.base.roc import TAIPEI
from hefa.base.search_text import fold, grams
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of

COUNTED = Q(enrolments__state__in=(EnrolmentState.PENDING, EnrolmentState.APPROVED))


def offerings_of(account: Account, *, on: date, duty: Duty | None = None) -> QuerySet[Offering]:
    """The offerings of every organiser for which this account holds office on this day (with `duty`), latest first.

    Each carries `enrolled`, its 報名人數.
    """
    organisers = officers_of(account, on=on, duty=duty).order_by().values("organiser")
    return (
        Offering.objects.filter(activity__organiser__in=organisers)
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
    if number is not None:
        offerings = offerings.filter(number=number)
    if from_date is not None:
        offerings = offerings.filter(ends_at__gte=_midnight(from_date))
    if to_date is not None:
        offerings = offerings.filter(starts_at__lt=_midnight(to_date + timedelta(days=1)))
    return offerings


def todays(offerings: QuerySet[Offering], *, on: date) -> QuerySet[Offering]:
    """今日活動: those that are held on this day."""
    return filter_offerings(offerings, from_date=on, to_date=on).order_by("starts_at", "pk")


def enrolment_counts(offering: Offering) -> tuple[int, int]:
    """報名人數 (pending and approved) and 待報名准駁人數."""
    counts = Enrolment.objects.filter(offering=offering).aggregate(
        enrolled=Count("pk", filter=Q(state__in=(EnrolmentState.PENDING, EnrolmentState.APPROVED))),
        pending=Count("pk", filter=Q(state=EnrolmentState.PENDING)),
    )
    return counts["enrolled"], counts["pending"]


def hours_at(offering: Offering, *, at: datetime) -> Hours:
    """The hours in force at a time; before the first version those of the first."""
    versions = OfferingHours.objects.filter(offering=offering)
    in_force = versions.filter(in_force_from__lte=at).order_by("-version").first()
    return (in_force or versions.order_by("version")[0]).hours


def hours_of_version(offering: Offering, *, version: int) -> Hours | None:
    """The hours of a version; None when there is none such."""
    found = OfferingHours.objects.filter(offering=offering, version=version).first()
    return found.hours if found else None


def first_hours(offering: Offering) -> Hours:
    """The hours as the activity was planned: a scanner warns when others are set."""
    return OfferingHours.objects.filter(offering=offering).order_by("version")[0].hours


def code_labels(code_list: CodeList, *, on: date) -> Mapping[str, str]:
    """The labels of a list by code, as they stand on this day."""
    entries = CodeListEntry.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        code_list=code_list,
    )
    return dict(entries.order_by("code").values_list("code", "label"))


def code_choices(code_list: CodeList, *, roc_year: int) -> list[tuple[str, str]]:
    """Code and label of what a 年度 may be described with, in the order of the codes."""
    entries = CodeListEntry.objects.filter(code_list=code_list).order_by("code")
    standing = [one for one in entries if stands_in_year(one.valid_from, one.valid_until, roc_year=roc_year)]
    return sorted(((one.code, one.label) for one in standing), key=lambda pair: (len(pair[0]), pair[0]))


def next_number(activity: Activity) -> int:
    """The number after the highest 期別."""
    return (Offering.objects.filter(activity=activity).aggregate(highest=Max("number"))["highest"] or 0) + 1


def _pieces(wanted: str) -> list[str]:
    return [wanted] if len(wanted) == 1 else [gram for gram in grams(wanted) if len(gram) == 2]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=TAIPEI)
