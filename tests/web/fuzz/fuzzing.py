"""Odd requests to every address of the site, by somebody who may come in, and what must hold of each answer.

No answer is a 5xx or tells of the code; nothing that was refused changed a row; no national ID comes back in a page or
a log, although they are typed into every field. Each request finds the world as the one before found it.
"""

import copy
import io
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings

from config.logs import MaskingFormatter
from hefa.base.national_id import InvalidNationalId, NationalId
from hefa.web.shell.audience import Audience
from ops import doors
from tests.cast import World
from tests.web.doors import an_award
from tests.web.fuzz.nasty import Sent, requests
from tests.web.fuzz.page_forms import Form, forms_of
from tests.web.opening import everybody, opened
from tests.web.stored import stored
from tests.web.touched import touched

LIKE_A_NUMBER = re.compile(r"(?<![0-9A-Za-z_-])[A-Z][1289A-D]\d{8}(?![0-9A-Za-z_-])")
WRITTEN_WITHOUT_LEAVE = {"account_session", "audit_entry", "door_count"}
"""Who is there, who looked, how often somebody asked: written also for what is refused."""
COUNTED_TRIES: Mapping[str, set[str]] = {
    "scanner:redeem": {"pass_ticket"},
    "shell:login": {"address_attempts", "login_attempts"},
}
"""By address: what is written for a refused request because its tries are counted."""
SAMPLES = {"A123456789", "F131104093"}
"""Of nobody: the numbers in the sample of an export profile."""
SHOWN_AGAIN = re.compile(rb'class="error-summary"|class="field-errors"|aria-invalid="true"')


@dataclass(slots=True)
class Tally:
    """What came of it. `faults` says the first of each kind at each address, with the request that shows it."""

    requests: int = 0
    answers_5xx: int = 0
    ids_in_output: int = 0
    changed_by_refused: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def fuzz(*, world: World, requests_wanted: int, start: int, only: str = "") -> Tally:
    """About so many requests, the same for the same `start`; `only` to addresses whose name begins so.

    Runs in a transaction of the caller, who undoes it.
    """
    tally = Tally()
    everybody(world)
    an_award(world, 70)
    by_people = [door for door in doors.doors() if door.audience != Audience.STATION]
    share = max(1, requests_wanted // len(by_people))
    asked = [door for door in by_people if door.name.startswith(only)]
    with _listened_to(tally):
        for number, door in enumerate(asked):
            with transaction.atomic():
                _fuzz_door(door, world, tally, share=share, start=start + number)
                transaction.set_rollback(True)
    return tally


def _fuzz_door(door: doors.Door, world: World, tally: Tally, *, share: int, start: int) -> None:
    browser, path = opened(door, world)
    forms = forms_to(browser, path)
    probe = _Probe(door.name, browser, tally)

    @seed(start)
    @settings(
        max_examples=share,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(path, forms))
    def ask(sent: Sent) -> None:
        probe.ask(sent)

    ask()


def forms_to(browser: Client, path: str) -> list[Form]:
    """The forms that are sent to this address, as its own page or the page beside it draws them."""
    page = browser.get(path, follow=True)
    where = page.redirect_chain[-1][0] if page.redirect_chain else path
    found = forms_of(page.content.decode(errors="replace"), where) if not page.streaming else iter(())
    return [form for form in found if form.path == path]


class _Probe:
    def __init__(self, name: str, browser: Client, tally: Tally) -> None:
        self.name, self.browser, self.tally = name, browser, tally
        self.cookies = copy.deepcopy(browser.cookies)
        self.told: set[str] = set()

    def ask(self, sent: Sent) -> None:
        before = touched()
        told: dict[str, str] = {}
        with transaction.atomic():
            answer, body = self._answer(sent)
            transaction.set_rollback(True)
        tally = self.tally
        tally.requests += 1
        tally.statuses[answer.status_code] = tally.statuses.get(answer.status_code, 0) + 1
        if answer.status_code >= 500 or b"Traceback (most recent call last)" in body:
            tally.answers_5xx += 1
            told["5xx"] = f"{answer.status_code} {_cause(answer)}"
        if shown := _numbers_shown(answer, body):
            tally.ids_in_output += len(shown)
            told["number shown"] = shown[0]
        written = {name for name, count in touched().items() if count > before[name]}
        written -= WRITTEN_WITHOUT_LEAVE | COUNTED_TRIES.get(self.name, set())
        if written and _is_refused(sent, answer, body) and (changed := self._changed_again(sent)):
            tally.changed_by_refused += 1
            told["changed though refused"] = f"{answer.status_code} {sorted(changed)}"
        for kind in told.keys() - self.told:
            self.tally.faults.append(f"{self.name}: {kind}: {told[kind]}\n    {sent}")
        self.told |= told.keys()

    def _answer(self, sent: Sent) -> tuple[Any, bytes]:
        self.browser.cookies = copy.deepcopy(self.cookies)
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
        allowed = WRITTEN_WITHOUT_LEAVE | COUNTED_TRIES.get(self.name, set())
        return {name for name in before if before[name] != after[name]} - allowed


def _is_refused(sent: Sent, answer: Any, body: bytes) -> bool:
    return (
        sent.method.upper() in ("GET", "HEAD", "OPTIONS", "TRACE")
        or answer.status_code >= 400
        or (answer.status_code == 200 and SHOWN_AGAIN.search(body) is not None)
    )


def _cause(answer: Any) -> str:
    cause = getattr(answer, "exc_info", None)
    return f"{cause[0].__name__}: {str(cause[1])[:300]}" if cause else "without an exception"


def _numbers_shown(answer: Any, body: bytes) -> list[str]:
    """National IDs in a page. A file that somebody may take out may hold them; that is what it is for."""
    if answer.headers.get("Content-Disposition", "").startswith("attachment"):
        return []
    return _numbers(body.decode(errors="replace")) + _numbers(str(dict(answer.headers)))


def _numbers(text: str) -> list[str]:
    found: list[str] = []
    for told in LIKE_A_NUMBER.findall(text):
        try:
            found += {NationalId.parse(told).value} - SAMPLES
        except InvalidNationalId:
            continue
    return found


class _Listener(logging.StreamHandler[io.StringIO]):
    """Reads each line as it would be written."""

    def __init__(self, tally: Tally, formatter: logging.Formatter) -> None:
        super().__init__(io.StringIO())
        self.tally = tally
        self.setFormatter(formatter)

    def emit(self, record: logging.LogRecord) -> None:
        found = _numbers(self.format(record))
        self.tally.ids_in_output += len(found)
        self.tally.faults += [f"a number in the log: {number}" for number in found]


@contextmanager
def _listened_to(tally: Tally) -> Iterator[None]:
    root = logging.getLogger()
    formatters = [handler.formatter for handler in root.handlers]
    listener = _Listener(tally, next(one for one in formatters if isinstance(one, MaskingFormatter)))
    held, root.handlers = root.handlers, [listener]
    try:
        yield
    finally:
        root.handlers = held
