"""列印學員資料(已通過) / (未通過): the print page and the PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hefa.awards.names import HELD_STATES, AwardState
from hefa.awards.queries import award_rows
from hefa.awards.rules.counts import HeadCount
from hefa.base.clock import now
from hefa.base.roc import format_roc_datetime
from hefa.paperwork.prints.award_list import TEMPLATE, ListedRow, award_list_data
from hefa.paperwork.prints.typeset import FontsMissing, pdf
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.backoffice.door.files import NO_FONTS, delivered
from hefa.web.backoffice.ledger.awards import EVERYBODY
from hefa.web.backoffice.ledger.group_views import GroupView, group_views
from hefa.web.backoffice.ledger.rows import RowView, row_view
from hefa.web.backoffice.ledger.search import Wanted, wanted
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.proof import freshly_proven

PRINTED = {"passed": ("已通過", HELD_STATES), "failed": ("未通過", (AwardState.FAILED,))}


@officer_only()
@require_safe
def printing(request: HttpRequest, public_id: UUID, which: str) -> HttpResponse:
    """Everybody of that kind in the order of the list, then the classes, with room for signatures."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    return _page(request, _printed(request, desk, which, at=at))


@officer_only()
@freshly_proven(reading=True)
@require_safe
def printing_file(request: HttpRequest, public_id: UUID, which: str) -> HttpResponse:
    """The same list as PDF, with page numbers and 核章欄; without fonts, the page that says so."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    printed = _printed(request, desk, which, at=at)
    data = award_list_data(
        desk.offering,
        label=printed.label,
        count=printed.count,
        printed_at=printed.printed_at,
        people=[_listed(row, row.name, row.id_masked) for row in printed.rows],
        groups=[_listed(row, f"{row.name}（{row.head_count} 人）", "") for row in printed.groups],
    )
    try:
        content = pdf(TEMPLATE, data, at=at)
    except FontsMissing:
        return _page(request, printed, no_fonts=NO_FONTS)
    return delivered(content, desk.offering, f"學員資料_{printed.label}")


@dataclass(frozen=True, slots=True)
class Printed:
    """Whom a print names, and what stands above them."""

    desk: Desk
    which: str
    label: str
    rows: Sequence[RowView]
    groups: Sequence[GroupView]
    printed_at: str
    looked_for: Wanted

    @property
    def count(self) -> str:
        heads = sum(one.head_count for one in self.groups)
        return HeadCount(len(self.rows), len(self.groups), heads).label_of_people


def _printed(request: HttpRequest, desk: Desk, which: str, *, at: datetime) -> Printed:
    if which not in PRINTED:
        raise Http404
    label, states = PRINTED[which]
    looked_for, account_id = wanted(request, desk.offering.public_id), account_of(request).pk
    everybody = award_rows(desk.offering, search=looked_for.search, sort=looked_for.sort, per_page=EVERYBODY).rows
    rows = [row_view(row, account_id=account_id) for row in everybody if row.state in states]
    groups = [] if looked_for.narrowed else [one for one in group_views(desk.offering) if one.state in states]
    return Printed(desk, which, label, rows, groups, format_roc_datetime(at), looked_for)


def _listed(row: RowView | GroupView, name: str, id_masked: str) -> ListedRow:
    return ListedRow(name, id_masked, row.unit, row.in_person, row.digital, str(row.state.label))


def _page(request: HttpRequest, printed: Printed, *, no_fonts: str = "") -> HttpResponse:
    context = {
        "desk": printed.desk,
        "which": printed.which,
        "rows": printed.rows,
        "groups": printed.groups,
        "count": printed.count,
        "label": printed.label,
        "printed_at": printed.printed_at,
        "wanted": printed.looked_for,
        "no_fonts": no_fonts,
    }
    return render(request, "backoffice/printing.html", context)
