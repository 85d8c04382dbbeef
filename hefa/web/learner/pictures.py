"""The fixed code as a picture to keep: the capability of its browser, or the owner's login, opens it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hefa.base import qr
from hefa.codes.queries import static_text
from hefa.web.learner.asking import usable_code
from hefa.web.shell.audience import holder_only


@holder_only
@require_safe
def code_svg(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The static code as SVG; 404 for anybody else's, and for one that no longer works."""
    return HttpResponse(qr.svg(static_text(usable_code(request, public_id))), content_type="image/svg+xml")


@holder_only
@require_safe
def code_png(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The static code as PNG, 660 pixels wide, to download."""
    response = HttpResponse(qr.png(static_text(usable_code(request, public_id))), content_type="image/png")
    response["Content-Disposition"] = 'attachment; filename="personal-code.png"'
    return response
