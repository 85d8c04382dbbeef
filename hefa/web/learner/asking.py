"""Which code may this visitor see? The one that this browser made, or that belongs to the account logged in."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate

from hefa.accounts.models import Account
from hefa.base.clock import now
from hefa.codes.models import PersonalCode
from hefa.codes.queries import code_for
from hefa.web.learner.holder import shown_secret


def account_asking(request: HttpRequest) -> Account | None:
    """The account logged in; None of everybody else."""
    return request.user if isinstance(request.user, Account) else None


def code_asked(request: HttpRequest, public_id: UUID) -> PersonalCode:
    """The code, whatever its state; 404 when it does not exist or is not this visitor's: both look alike."""
    code = code_for(public_id=public_id, account=account_asking(request), holder=shown_secret(request))
    if code is None:
        raise Http404
    return code


def usable_code(request: HttpRequest, public_id: UUID) -> PersonalCode:
    """The code, if it still earns hours; otherwise 404."""
    code = code_asked(request, public_id)
    if not code.is_usable(on=localdate(now())):
        raise Http404
    return code
