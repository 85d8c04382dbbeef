"""People who were logged in by force have just proven who sits there, by a second factor, and are in no hurry."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import pytest
from django.test import Client
from django.utils.timezone import localdate

from hefa.accounts.models import Account
from hefa.accounts.sessions import SessionStore
from hefa.base.clock import now
from hefa.web.shell.logins import IDLE_MINUTES, PROVEN_AT, RIGHTS_ON, SECOND_FACTOR


@contextmanager
def just_proven() -> Iterator[None]:
    """As long as it lasts, `Client.force_login` proves. The tests of logins and proofs log in through the page."""
    by_force = Client.force_login

    def log_in(browser: Client, user: Account, backend: str | None = None) -> None:
        by_force(browser, user, backend)
        session = browser.session
        at = now()
        session.update({PROVEN_AT: int(at.timestamp()), SECOND_FACTOR: True})
        session.update({IDLE_MINUTES: 525_600, RIGHTS_ON: localdate(at).isoformat()})
        session.save()
        cast("SessionStore", session).touch(at)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "force_login", log_in)
        yield
