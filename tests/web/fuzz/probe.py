"""One address under requests: what must hold of each answer. Each finds the world as the one before found it."""

import re
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction

from tests.web.browser import Browser
from tests.web.fuzz.nasty import Sent
from tests.web.fuzz.tally import Tally, numbers_shown
from tests.web.stored import stored
from tests.web.touched import touched

WRITTEN_WITHOUT_LEAVE = {"account_session", "audit_entry", "door_count"}
"""Who is there, who looked, how often somebody asked: written also for what is refused."""
COUNTED_TRIES: Mapping[str, set[str]] = {
    "scanner:redeem": {"pass_ticket"},
    "shell:login": {"address_attempts", "login_attempts"},
    "learner:password": {"address_attempts", "login_attempts"},
}
"""By address: what is written for a refused request because its tries are counted."""
SHOWN_AGAIN = re.compile(rb'class="error-summary"|class="field-errors"|aria-invalid="true"')
READ_ONLY = ("GET", "HEAD", "OPTIONS", "TRACE")


class Probe:
    """One browser at one address; what it finds goes to the tally of all."""

    def __init__(self, name: str, browser: Browser, tally: Tally) -> None:
        self.name, self.browser, self.tally = name, browser, tally
        self.cookies = browser.cookies.output(header="", sep=";")
        self.written_freely = WRITTEN_WITHOUT_LEAVE | COUNTED_TRIES.get(name, set())
        self.before = touched()
        self.told: set[str] = set()
        self.requests = 0

    def ask(self, sent: Sent) -> None:
        """Send it, count what is wrong, undo whatever it did."""
        with transaction.atomic():
            answer, body = self._answer(sent)
            transaction.set_rollback(True)
        told: dict[str, str] = {}
        tally = self.tally
        self.requests += 1
        tally.requests += 1
        tally.statuses[answer.status_code] += 1
        if answer.status_code >= 500 or b"Traceback (most recent call last)" in body:
            tally.answers_5xx += 1
            told["5xx"] = f"{answer.status_code} {_cause(answer)}"
        if shown := numbers_shown(answer, body):
            tally.ids_in_output += len(shown)
            told["number shown"] = shown[0]
        if self._wrote() and _is_refused(sent, answer, body) and (changed := self._changed_again(sent)):
            tally.changed_by_refused += 1
            told["changed though refused"] = f"{answer.status_code} {sorted(changed)}"
        for kind in told.keys() - self.told:
            tally.faults.append(f"{self.name}: {kind}: {told[kind]}\n    {sent}")
        self.told |= told.keys()

    def _wrote(self) -> bool:
        """Whether rows were written, be they undone, of tables that are not written freely."""
        before, self.before = self.before, touched()
        return any(self.before[name] > before[name] for name in self.before.keys() - self.written_freely)

    def _answer(self, sent: Sent) -> tuple[Any, bytes]:
        self.browser.cookies = SimpleCookie(self.cookies)
        answer = self.browser.generic(
            sent.method,
            sent.path,
            sent.body,
            content_type=sent.content_type,
            headers=dict(sent.headers),
            query_params=None,
            QUERY_STRING=sent.query,
        )
        return answer, answer.getvalue()

    def _changed_again(self, sent: Sent) -> set[str]:
        """The tables that the request leaves changed: rows that were written may have been undone."""
        with transaction.atomic():
            before = stored()
            self._answer(sent)
            after = stored()
            transaction.set_rollback(True)
        self.before = touched()
        return {name for name in before if before[name] != after[name]} - self.written_freely


def _is_refused(sent: Sent, answer: Any, body: bytes) -> bool:
    return (
        sent.method.upper() in READ_ONLY
        or answer.status_code >= 400
        or (answer.status_code == 200 and SHOWN_AGAIN.search(body) is not None)
    )


def _cause(answer: Any) -> str:
    cause = getattr(answer, "exc_info", None)
    return f"{cause[0].__name__}: {str(cause[1])[:300]}" if cause else "without an exception"
