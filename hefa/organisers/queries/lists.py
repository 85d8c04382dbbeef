"""Lists of organisers, officers and requests, as pages show them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q, QuerySet

from hefa.accounts.models import Account
from hefa.base.search_text import fold
from hefa.organisers.models import Handover, Officer, OfficeRequest, Operator, Organiser
from hefa.organisers.queries.offices import standing_offices


def organisers_by_name(text: str = "") -> QuerySet[Organiser]:
    """Every organiser whose name or unit code holds this text; 臺 and 台 count as one."""
    organisers = Organiser.objects.select_related("unit", "successor").order_by("name", "pk")
    wanted = fold(text)
    if not wanted:
        return organisers
    found = [
        pk
        for pk, name, code in organisers.values_list("pk", "name", "unit__code")
        if wanted in fold(name) or (code and code.casefold().startswith(text.strip().casefold()))
    ]
    return organisers.filter(pk__in=found)


def standing_organisers() -> QuerySet[Organiser]:
    """The organisers that can be given officers: neither disabled nor merged."""
    return Organiser.objects.filter(disabled_at__isnull=True, successor__isnull=True).order_by("name", "pk")


def officers_under(organiser: Organiser) -> QuerySet[Officer]:
    """All who ever held office at an organiser: who stands first, then by their first day."""
    offices = Officer.objects.filter(organiser=organiser).select_related("account", "deputises__account", "ended_by")
    return offices.order_by(F("ended_at").desc(nulls_first=True), F("until_date").desc(nulls_first=True), "pk")


def colleagues(officer: Officer, *, on: date) -> QuerySet[Officer]:
    """Who else holds an office of their own at the same organiser on this day."""
    others = standing_offices(on=on).filter(organiser=officer.organiser_id, deputises__isnull=True)
    return others.exclude(account=officer.account_id).select_related("account").order_by("pk")


def present_officers(organisers: Iterable[Organiser], *, on: date) -> QuerySet[Officer]:
    """Who holds office at these organisers on this day, deputies among them, and who deputises later."""
    there = Officer.objects.filter(
        Q(until_date__isnull=True) | Q(until_date__gte=on),
        organiser__in=[one.pk for one in organisers],
        ended_at__isnull=True,
    )
    return there.select_related("account", "organiser", "deputises__account").order_by("from_date", "pk")


def handovers_of(organisers: Iterable[Organiser]) -> QuerySet[Handover]:
    """職務移交 at these organisers, the latest first."""
    told = Handover.objects.filter(from_officer__organiser__in=[one.pk for one in organisers])
    told = told.select_related("from_officer__account", "to_officer__account", "handed_by")
    return told.order_by("-handed_at", "-pk")


def undecided_requests() -> QuerySet[OfficeRequest]:
    """The requests that wait for an operator, oldest first."""
    waiting = OfficeRequest.objects.filter(decided_at__isnull=True).select_related("account", "organiser", "unit")
    return waiting.order_by("asked_at", "pk")


def decided_requests() -> QuerySet[OfficeRequest]:
    """The requests that were decided, the latest first."""
    told = OfficeRequest.objects.filter(decided_at__isnull=False)
    return told.select_related("account", "organiser", "unit", "decided_by").order_by("-decided_at", "-pk")


def requests_of(account: Account) -> QuerySet[OfficeRequest]:
    """What an account has asked for, the latest first."""
    return (
        OfficeRequest.objects.filter(account=account).select_related("organiser", "unit").order_by("-asked_at", "-pk")
    )


def operators() -> QuerySet[Operator]:
    """All who ever ran the site: who stands first."""
    everybody = Operator.objects.select_related("account")
    return everybody.order_by(F("until_date").desc(nulls_first=True), "-from_date", "pk")


def running_operators(*, on: date) -> QuerySet[Operator]:
    """Who runs the site on this day."""
    return Operator.objects.filter(Q(until_date__isnull=True) | Q(until_date__gte=on), from_date__lte=on)


def staff_accounts(*, on: date) -> list[int]:
    """The accounts, by row number, that hold an office or run the site on this day."""
    running = running_operators(on=on)
    held = standing_offices(on=on).order_by().values_list("account_id", flat=True)
    return sorted({*held, *running.order_by().values_list("account_id", flat=True)})
