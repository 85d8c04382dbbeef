"""當事人請求 that the site is in charge of."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from hefa.base.clock import now
from hefa.web.shell.audience import account_of, operator_only
from hefa.web.shell.proof import freshly_proven
from hefa.web.shell.rights import Tray, counter, listing, one_request


@operator_only
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """What is open, and what was answered."""
    return listing(request, _tray(request), at=now())


@operator_only
@freshly_proven()
@sensitive_post_parameters("national_id", "wish")
@require_http_methods(["GET", "HEAD", "POST"])
def new_right(request: HttpRequest) -> HttpResponse:
    """Take a request in at the counter."""
    return counter(request, _tray(request), at=now())


@operator_only
@freshly_proven()
@sensitive_post_parameters("answer", "new_name")
@require_http_methods(["GET", "HEAD", "POST"])
def right(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One request."""
    return one_request(request, _tray(request), public_id, at=now())


def _tray(request: HttpRequest) -> Tray:
    return Tray(account_of(request), None, "operator")
