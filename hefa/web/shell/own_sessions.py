"""登入中的裝置: one's own sessions, listed and ended; and how long the present one has left."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hefa.accounts.actions import end_own_sessions
from hefa.accounts.sessions import HeldSession, sessions_of
from hefa.base.clock import now
from hefa.web.shell.audience import account_of, everyone, learner_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.logins import BROWSER, PLACE, SINCE, ends_in, is_over

OTHERS = "others"


@dataclass(frozen=True, slots=True)
class SessionWords:
    """One login in words. `digest` goes to the form that ends it."""

    digest: str
    browser: str
    place: str
    since: datetime | None
    seen_at: datetime | None
    current: bool


@learner_only
@require_safe
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Where this account is logged in: browser, place and time, this one marked."""
    held, at = sessions_of(account_of(request), current=request.session.session_key), now()
    going_on = [one for one in held if not is_over(one.content, seen_at=one.seen_at, at=at)]
    listed = sorted((_words(one) for one in going_on), key=lambda one: not one.current)
    return render(request, "shell/own_sessions.html", {"sessions": listed, "others": len(listed) > 1})


@learner_only
@form_target("shell:own_sessions")
def session_ending(request: HttpRequest) -> HttpResponse:
    """End one other session, or all others."""
    chosen, key = request.POST.get("session", ""), request.session.session_key or ""
    digest = None if chosen == OTHERS else chosen
    ended = end_own_sessions(account=account_of(request), digest=digest, but=key, at=now())
    if ended:
        messages.success(request, f"已登出其他裝置（{ended} 個登入）。")
    else:
        messages.info(request, "這個登入先前已結束。")
    return redirect("shell:own_sessions")


@everyone
@require_safe
def session_left(request: HttpRequest) -> JsonResponse:
    """{"seconds": …} until the session ends by itself, 0 when it has, `final` when nothing lengthens it.

    Asking does not lengthen it.
    """
    return _left(request) if request.user.is_authenticated else JsonResponse({"seconds": 0, "final": True})


@learner_only
@require_POST
def session_extension(request: HttpRequest) -> JsonResponse:
    """延長: somebody is there. The same answer as above."""
    return _left(request)


def _left(request: HttpRequest) -> JsonResponse:
    seconds, final = ends_in(request, at=now())
    return JsonResponse({"seconds": seconds, "final": final})


def _words(held: HeldSession) -> SessionWords:
    since = held.content.get(SINCE)
    return SessionWords(
        digest=held.digest,
        browser=str(held.content.get(BROWSER, "其他瀏覽器")),
        place=str(held.content.get(PLACE, "不明")),
        since=datetime.fromtimestamp(since, UTC) if since else None,
        seen_at=held.seen_at,
        current=held.current,
    )
