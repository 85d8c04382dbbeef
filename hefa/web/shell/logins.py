"""What a session stands on: who proved what when, in which role, how long it may be idle and how long it may last.

All of it lies in the sealed content of the session; the names below are the keys.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.timezone import localdate

from hefa.accounts.models import Account
from hefa.accounts.sessions import SessionStore
from hefa.organisers.queries import identities_of, operator_of
from hefa.web.shell.visitor import browser_of, place_of

SINCE, BROWSER, PLACE = "since", "browser", "place"
PROVEN_AT = "proven_at"
SECOND_FACTOR = "second_factor"
IDLE_MINUTES = "idle_minutes"
ENDS_AT = "ends_at"
RIGHTS_ON = "rights_on"
PROOF_LIFE = timedelta(minutes=10)
LINGERS = timedelta(days=1)
"""So long a browser brings the key of a session that is over, and is told why."""


class Over(TextChoices):
    """Why a session ended by itself."""

    IDLE = "idle", "閒置過久，已自動登出，請重新登入。"
    LASTED = "lasted", "登入時間已達上限，已自動登出，請重新登入。"


def begin(request: HttpRequest, account: Account, *, second_factor: bool, at: datetime) -> None:
    """Log this account in, in a session with a new key. It has just been proven who sits there."""
    start_session(request, account)
    request.session[SINCE] = int(at.timestamp())
    request.session[BROWSER], request.session[PLACE] = browser_of(request), place_of(request)
    note_proof(request, second_factor=second_factor, at=at)
    _note_rights(request, account, at=at)
    request.session.save()
    _store(request).touch(at)


def note_proof(request: HttpRequest, *, second_factor: bool, at: datetime) -> None:
    """Remember that it was just proven who sits there, by a second factor or by the password alone."""
    request.session[PROVEN_AT] = int(at.timestamp())
    request.session[SECOND_FACTOR] = second_factor or has_shown_second_factor(request)


def is_freshly_proven(request: HttpRequest, *, at: datetime) -> bool:
    """Whether it was proven within the last ten minutes who sits there."""
    proven = request.session.get(PROVEN_AT)
    return proven is not None and timedelta() <= at - datetime.fromtimestamp(proven, UTC) < PROOF_LIFE


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether this session began with a second factor, or set one up."""
    return bool(request.session.get(SECOND_FACTOR))


def is_second_factor_missing(request: HttpRequest) -> bool:
    """Whether officers and operators must show one here and this session has not."""
    return settings.HEFA_SECOND_FACTOR_DEMANDED and not has_shown_second_factor(request)


def is_password_old(request: HttpRequest, account: Account) -> bool:
    """Whether the password had been in use for longer than the agency allows when this session began.

    Never while it lasts: nobody is sent away from a queue.
    """
    since, days = request.session.get(SINCE), settings.HEFA_PASSWORD_DAYS
    if not days or since is None:
        return False
    return datetime.fromtimestamp(since, UTC) - account.password_changed_at >= timedelta(days=days)


def owed_first(request: HttpRequest, account: Account) -> str | None:
    """The page that staff goes to before its own, by name: to set up a second factor, or to change an old password."""
    if is_second_factor_missing(request):
        return "shell:security"
    return "learner:password" if is_password_old(request, account) else None


def is_staff(account: Account, *, at: datetime) -> bool:
    """Whether the account holds an office or runs the site today: those prove themselves by a second factor."""
    today = localdate(at)
    return identities_of(account, on=today).exists() or operator_of(account, on=today) is not None


def ends_in(request: HttpRequest, *, at: datetime) -> tuple[int, bool]:
    """Seconds until the session ends by itself if nobody does anything, and whether doing something is of no use."""
    idle, end = (_store(request).seen_at or at) + _idle(request.session), _end(request.session)
    return max(0, int((min(idle, end) - at).total_seconds())), end <= idle


def is_over(content: Mapping[str, Any], *, seen_at: datetime | None, at: datetime) -> bool:
    """Whether a session with this content, last used then, would end at its next request."""
    return (seen_at is not None and at - seen_at > _idle(content)) or at > _end(content)


def keep(request: HttpRequest, account: Account, *, attended: bool, at: datetime) -> Over | None:
    """Look after the session of a request: why it is over now, None while it goes on.

    Rights that were changed give it a new key. Only what a person does (`attended`) counts as using it; nothing
    lengthens it beyond the end that its login set.
    """
    store = _store(request)
    if is_over(request.session, seen_at=store.seen_at, at=at):
        over = Over.LASTED if at > _end(request.session) else Over.IDLE
        end_session(request)
        return over
    if not attended:
        return None
    changed = store.rights_changed
    if changed:
        store.cycle_key()
    if changed or request.session.get(RIGHTS_ON) != localdate(at).isoformat():
        _note_rights(request, account, at=at)
    store.touch(at)
    return None


def _note_rights(request: HttpRequest, account: Account, *, at: datetime) -> None:
    """Offices begin and end by the day: the role is looked at once a day, and whenever somebody changes it.

    Whoever becomes an officer meanwhile has the shorter time from the login on; whoever ceases to be one, no longer.
    """
    today = localdate(at)
    if operator_of(account, on=today) is not None:
        role = "operator"
    elif identities_of(account, on=today).exists():
        role = "officer"
    else:
        role = "learner"
    longest = timedelta(hours=settings.HEFA_LONGEST_SESSION_HOURS[role])
    end = datetime.fromtimestamp(request.session.setdefault(SINCE, int(at.timestamp())), UTC) + longest
    request.session[IDLE_MINUTES] = settings.HEFA_IDLE_MINUTES[role]
    request.session[ENDS_AT] = int(min(end, _end(request.session)).timestamp())
    request.session.set_expiry(_end(request.session) + LINGERS)
    request.session[RIGHTS_ON] = today.isoformat()


def _end(content: Mapping[str, Any]) -> datetime:
    """When the session is over however much it is used; never for one that no role was noted of yet."""
    told = content.get(ENDS_AT)
    return datetime.fromtimestamp(told, UTC) if told is not None else datetime.max.replace(tzinfo=UTC)


def _idle(content: Mapping[str, Any]) -> timedelta:
    return timedelta(minutes=content.get(IDLE_MINUTES, settings.HEFA_IDLE_MINUTES["operator"]))


def _store(request: HttpRequest) -> SessionStore:
    return cast("SessionStore", request.session)
