"""條碼卡: who gets one, then the cards, ten on a page, as PDF or in the browser."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hefa.awards.queries import Page, paged
from hefa.base.clock import now
from hefa.base.roc import format_roc
from hefa.organisers.names import Duty
from hefa.paperwork.actions import CardsUseless, make_cards
from hefa.paperwork.prints.cards import TEMPLATE, Card, cards_data
from hefa.paperwork.prints.typeset import FontsMissing, pdf
from hefa.paperwork.queries import Expected, expected_people, last_day_of_cards, why_no_cards
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.backoffice.door.files import NO_FONTS, delivered
from hefa.web.backoffice.ledger.awards import page_number
from hefa.web.shell.audience import officer_only

PER_PAGE = 200
EVERYBODY = "all"


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List who may get a card; a POST makes those of the ticked. Printed again, a card has the same code."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    everybody = expected_people(desk.offering)
    obstacle = why_no_cards(desk.offering, at=at)
    problem = ""
    if request.method == "POST" and obstacle is None:
        chosen = _chosen(request, everybody)
        try:
            made = make_cards(offering=desk.offering, people=chosen, officer=officer, at=at) if chosen else []
        except CardsUseless as useless:
            made, problem = [], str(useless.reason.label)
        if made:
            return _sheet(request, desk, made)
        problem = problem or "請勾選要製卡的學員。"
    everyone = request.GET.get("who") == EVERYBODY
    listed = [one for one in everybody if everyone or not one.awarded]
    page = paged(listed, page=page_number(request.GET.get("page")), per_page=PER_PAGE)
    context = _context(desk, everybody, page) | {
        "everyone": everyone,
        "obstacle": obstacle.label if obstacle else "",
        "problem": problem,
        "valid_until": format_roc(last_day_of_cards(desk.offering)),
    }
    return render(request, "backoffice/door/cards.html", context)


def _chosen(request: HttpRequest, everybody: Sequence[Expected]) -> Sequence[Expected]:
    ticked = set(request.POST.getlist("person")[:PER_PAGE])
    return [one for one in everybody if str(one.learner.public_id) in ticked]


def _sheet(request: HttpRequest, desk: Desk, made: Sequence[Card]) -> HttpResponse:
    context = {"desk": desk, "cards": made, "no_fonts": ""}
    if request.POST.get("do") != "page":
        try:
            content = pdf(TEMPLATE, cards_data(desk.offering, made), at=now())
        except FontsMissing:
            context["no_fonts"] = NO_FONTS
        else:
            return delivered(content, desk.offering, "條碼卡")
    return render(request, "backoffice/door/card_sheet.html", context)


def _context(desk: Desk, everybody: Sequence[Expected], page: Page[Expected]) -> dict[str, Any]:
    return {
        "desk": desk,
        "approved": len(everybody),
        "waiting": sum(not one.awarded for one in everybody),
        "people": page.rows,
        "total": page.total,
        "first": page.first,
        "last": page.last,
        "page": page.number,
        "pages": page.pages,
    }
