"""查詢代碼 as a page of its own. Names of agencies are no personal data, so the search may stand in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hefa.base.clock import now
from hefa.units.queries import search_units
from hefa.web.shell.audience import everyone
from hefa.web.shell.limits import limited
from hefa.web.shell.unit_form import FOUND_AT_MOST, searchable


@everyone
@limited("units", reading=True)
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """List units by name, parent's name or code (`q`), or those below one unit (`parent`)."""
    text = searchable(request.GET.get("q", ""))
    parent = searchable(request.GET.get("parent", ""))
    on = localdate(now())
    choices = search_units(text, on=on, limit=FOUND_AT_MOST, parent_code=parent or None) if text or parent else []
    return render(
        request,
        "learner/units.html",
        {
            "text": text,
            "parent": parent,
            "choices": choices,
            "found_words": f"查詢結果 {len(choices)} 筆",
            "cut": len(choices) >= FOUND_AT_MOST,
            "limit": FOUND_AT_MOST,
        },
    )
