"""當事人請求 that came to an organiser's counter, about what the organiser holds."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.proof import freshly_proven
from hefa.web.shell.rights import Tray, counter, listing, one_request


@officer_only(Duty.RECORD)
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """What is open, and what was answered."""
    at = now()
    return listing(request, _tray(request, at), at=at)


@officer_only(Duty.RECORD)
@freshly_proven()
@sensitive_post_parameters("national_id", "wish")
@require_http_methods(["GET", "HEAD", "POST"])
def new_right(request: HttpRequest) -> HttpResponse:
    """Take a request in at the counter."""
    at = now()
    return counter(request, _tray(request, at), at=at)


@officer_only(Duty.RECORD)
@freshly_proven()
@sensitive_post_parameters("answer", "new_name")
@require_http_methods(["GET", "HEAD", "POST"])
def right(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One request."""
    at = now()
    return one_request(request, _tray(request, at), public_id, at=at)


def _tray(request: HttpRequest, at: datetime) -> Tray:
    office = officers_of(account_of(request), on=localdate(at), duty=Duty.RECORD).first()
    if office is None:
        raise PermissionDenied
    return Tray(office.account, office.organiser, "backoffice")
