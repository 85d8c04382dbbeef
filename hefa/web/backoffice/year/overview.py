"""開課單位總覽: a year of an organiser as charts, each with its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hefa.base.clock import now
from hefa.base.hours import plain
from hefa.base.roc import format_roc_datetime, roc_year
from hefa.organisers.models import Organiser
from hefa.organisers.queries import organisers_of
from hefa.paperwork.queries.overview import Overview, Share, overview_of, years_of
from hefa.web.backoffice.year.charts import Bar, Chart, bars, columns
from hefa.web.backoffice.year.rosters import chosen_year
from hefa.web.shell.audience import account_of, officer_only


@dataclass(frozen=True, slots=True)
class Section:
    """Charts and the table beside them. `split` tells that hours are shown as 實體 and 數位."""

    id: str
    title: str
    first_column: str
    charts: Sequence[Chart]
    shares: Sequence[Share]
    split: bool


@officer_only()
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Hours and people by month, method, field, unit and source, activities held and cancelled, rosters."""
    at = now()
    organisers = list(
        organisers_of(account_of(request), on=localdate(at)).order_by(
            F("merged_at").asc(nulls_first=True), "name", "pk"
        )
    )
    organiser = _chosen(request.GET.get("organiser"), organisers)
    this_year = roc_year(localdate(at))
    years = sorted({this_year, *years_of(organiser)}, reverse=True)
    found = overview_of(organiser, roc_year=chosen_year(request.GET.get("year"), years, at=at), on=localdate(at))
    context = {
        "organisers": organisers,
        "organiser": organiser,
        "years": years,
        "found": found,
        "hours": plain(found.total.hours),
        "sections": _sections(found),
        "made_at": format_roc_datetime(at),
    }
    return render(request, "backoffice/year_overview.html", context)


def _chosen(asked: str | None, organisers: Sequence[Organiser]) -> Organiser:
    """The organiser asked for, if the officer acts for it; the first when none is. Raises Http404."""
    if not asked:
        return organisers[0]
    try:
        wanted = UUID(asked)
    except ValueError:
        raise Http404 from None
    for organiser in organisers:
        if organiser.public_id == wanted:
            return organiser
    raise Http404


def _sections(found: Overview) -> list[Section]:
    names = [one.label.removesuffix("月") for one in found.months]
    hours = [Bar(name, one.in_person, one.digital) for name, one in zip(names, found.months, strict=True)]
    people = [Bar(name, Decimal(one.people)) for name, one in zip(names, found.months, strict=True)]
    months = (columns("各月時數", hours), columns("各月人次", people))
    sections = [Section("months", "各月時數與人次", "月份", months, found.months, split=True)]
    for name, title, first, shares in (
        ("methods", "學習方法", "學習方法", found.methods),
        ("fields", "內容領域", "內容領域", found.fields),
    ):
        rows = [Bar(one.label, one.in_person, one.digital, f"{plain(one.hours)} 小時") for one in shares]
        sections.append(Section(name, f"{title}別時數", first, (bars(f"{title}別時數", rows),), shares, split=True))
    for name, title, first, shares in (
        ("units", "學員的服務機關", "服務機關", found.units),
        ("sources", "時數來源", "來源", found.sources),
    ):
        rows = [Bar(one.label, Decimal(one.people), value=_people(one, found.total)) for one in shares]
        sections.append(Section(name, title, first, (bars(title, rows),), shares, split=False))
    return sections


def _people(share: Share, total: Share) -> str:
    percent = round(share.people * 100 / total.people) if total.people else 0
    return f"{share.people} 人次（{percent}%）"
