"""列印學員資料(已通過) / (未通過): the print page."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hefa.awards.names import HELD_STATES, AwardState
from hefa.awards.queries import award_rows
from hefa.awards.rules.counts import HeadCount
from hefa.base.clock import now
from hefa.base.roc import format_roc_datetime
from hefa.web.backoffice.access import desk_of
from hefa.web.backoffice.awards import EVERYBODY
from hefa.web.backoffice.group_views import group_views
from hefa.web.backoffice.rows import row_view
from hefa.web.backoffice.search import wanted
from hefa.web.shell.audience import account_of, officer_only

PRINTED = {"passed": ("已通過", HELD_STATES), "failed": ("未通過", (AwardState.FAILED,))}


@officer_only()
@never_cache
@require_safe
def printing(request: HttpRequest, public_id: UUID, which: str) -> HttpResponse:
    """Everybody of that kind in the order of the list, then the classes, with room for signatures."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    if which not in PRINTED:
        raise Http404
    label, states = PRINTED[which]
    looked_for, account_id = wanted(request, public_id), account_of(request).pk
    everybody = award_rows(desk.offering, search=looked_for.search, sort=looked_for.sort, per_page=EVERYBODY).rows
    rows = [row_view(row, account_id=account_id) for row in everybody if row.state in states]
    groups = [] if looked_for.narrowed else [one for one in group_views(desk.offering) if one.state in states]
    context = {
        "desk": desk,
        "which": which,
        "rows": rows,
        "groups": groups,
        "count": HeadCount(len(rows), len(groups), sum(one.head_count for one in groups)).label_of_people,
        "label": label,
        "printed_at": format_roc_datetime(at),
        "wanted": looked_for,
    }
    return render(request, "backoffice/printing.html", context)
