"""The second step of a login: 驗證碼, 備用碼 or 通行密鑰, within ten minutes of the first."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hefa.accounts.actions import pass_second_factor
from hefa.accounts.models import Account
from hefa.accounts.queries import has_second_factor
from hefa.base.clock import now
from hefa.web.shell.audience import everyone
from hefa.web.shell.known_browser import know_browser
from hefa.web.shell.logins import begin, is_staff, owed_first
from hefa.web.shell.permissions_policy import HEADER, PASSKEYS
from hefa.web.shell.proof_form import ProofForm
from hefa.web.shell.returning import safe_page

PENDING = "pending_login"
PENDING_FOR = timedelta(minutes=10)


def await_second_factor(request: HttpRequest, account: Account, *, then: str, at: datetime) -> HttpResponse:
    """Remember in a session with a new key who has passed the first step, and ask for the second.

    Another password ends what the old one began.
    """
    request.session.cycle_key()
    until = int((at + PENDING_FOR).timestamp())
    passed = account.get_session_auth_hash()
    request.session[PENDING] = {"account": str(account.public_id), "until": until, "next": then, "passed": passed}
    return redirect("shell:second_step")


def go_on(request: HttpRequest, account: Account, *, then: str, second_factor: bool, at: datetime) -> HttpResponse:
    """Begin the session and go where the visitor wanted to; what staff owes first comes first.

    The browser is known to the account from now on.
    """
    begin(request, account, second_factor=second_factor, at=at)
    first = owed_first(request, account)
    response = redirect(first) if first and is_staff(account, at=at) else HttpResponseRedirect(then)
    know_browser(request, response, account, at=at)
    return response


@everyone
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask whoever typed the right password for the second factor. Failures count in the same five as passwords."""
    at = now()
    waiting = request.session.get(PENDING, {})
    account = _account_waiting(waiting, at=at)
    if account is None:
        messages.warning(request, "登入已逾時，請重新登入。")
        return redirect("shell:login")
    form = ProofForm(request.POST if request.method == "POST" else None, account=account, request=request)
    if form.is_valid() and form.passed(pass_second_factor, at=at):
        del request.session[PENDING]
        return go_on(request, account, then=safe_page(request, waiting["next"]), second_factor=True, at=at)
    response = render(request, "shell/second_step.html", {"form": form.ask()})
    response[HEADER] = PASSKEYS
    return response


def _account_waiting(waiting: dict[str, str], *, at: datetime) -> Account | None:
    if not waiting or at >= datetime.fromtimestamp(int(waiting["until"]), UTC):
        return None
    account = Account.objects.filter(public_id=UUID(waiting["account"]), is_active=True).first()
    if account is None or not constant_time_compare(account.get_session_auth_hash(), waiting["passed"]):
        return None
    return account if has_second_factor(account) else None
