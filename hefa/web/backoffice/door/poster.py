"""現場海報 of an offering: a page to look at and to print, and the PDF."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hefa.base.clock import now
from hefa.paperwork.prints.poster import TEMPLATE, poster_data
from hefa.paperwork.prints.typeset import FontsMissing, pdf
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.backoffice.door.files import NO_FONTS, delivered
from hefa.web.shell.audience import officer_only


@officer_only()
@require_safe
def poster(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The poster as a page."""
    return _page(request, desk_of(request, public_id, at=now()))


@officer_only()
@require_safe
def poster_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The poster as PDF; where no Chinese fonts are installed, the page with a word on that."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    try:
        content = pdf(TEMPLATE, _data(request, desk), at=at)
    except FontsMissing:
        return _page(request, desk, no_fonts=NO_FONTS)
    return delivered(content, desk.offering, "現場海報")


def _data(request: HttpRequest, desk: Desk) -> dict[str, object]:
    address = request.build_absolute_uri(reverse("learner:code_form"))
    return dict(poster_data(desk.offering, address=address, agency=settings.HEFA_AGENCY_NAME))


def _page(request: HttpRequest, desk: Desk, *, no_fonts: str = "") -> HttpResponse:
    context = {"desk": desk, "poster": _data(request, desk), "no_fonts": no_fonts}
    return render(request, "backoffice/door/poster.html", context)
