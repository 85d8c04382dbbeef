"""Odd requests to every address of the site, by somebody who may come in, and what must hold of each answer.

No answer is a 5xx or tells of the code; nothing that was refused changed a row; no national ID comes back in a page or
a log, although they are typed into every field.
"""

from collections.abc import Mapping

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings

from hefa.web.shell.audience import Audience
from ops import doors
from tests.cast import World
from tests.web.browser import Browser
from tests.web.doors import an_award
from tests.web.fuzz.nasty import Sent, requests
from tests.web.fuzz.page_forms import Form, forms_of
from tests.web.fuzz.probe import Probe
from tests.web.fuzz.tally import Tally, listened_to
from tests.web.opening import everybody, opened


def shares(requests_wanted: int) -> Mapping[str, int]:
    """How many of so many requests go to each address that people ask for; together they are all of them."""
    names = [door.name for door in doors.doors() if door.audience != Audience.STATION]
    each, more = divmod(requests_wanted, len(names))
    return {name: each + (number < more) for number, name in enumerate(names)}


def fuzz(*, world: World, asked: Mapping[str, int], start: int) -> Tally:
    """So many requests to each of these addresses, the same for the same `start`.

    Runs in a transaction of the caller, who undoes it.
    """
    tally = Tally()
    everybody(world)
    an_award(world, 70)
    with listened_to(tally):
        for number, door in enumerate(doors.doors()):
            if asked.get(door.name):
                with transaction.atomic():
                    _fuzz_door(door, world, tally, wanted=asked[door.name], start=start + number)
                    transaction.set_rollback(True)
    return tally


def _fuzz_door(door: doors.Door, world: World, tally: Tally, *, wanted: int, start: int) -> None:
    browser, path = opened(door, world)
    forms = forms_to(browser, path)
    probe = Probe(door.name, browser, tally)
    while probe.requests < wanted:
        _ask(probe, path, forms, most=wanted - probe.requests, start=start + 1000 * probe.requests)


def _ask(probe: Probe, path: str, forms: list[Form], *, most: int, start: int) -> None:
    """At most so many: there are no more odd ways of asking for a page without a form."""

    @seed(start)
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(path, forms))
    def ask(sent: Sent) -> None:
        probe.ask(sent)

    ask()


def forms_to(browser: Browser, path: str) -> list[Form]:
    """The forms that are sent to this address, as its own page or the page beside it draws them."""
    page = browser.get(path, follow=True)
    where = page.redirect_chain[-1][0] if page.redirect_chain else path
    found = forms_of(page.content.decode(errors="replace"), where) if not page.streaming else iter(())
    return [form for form in found if form.path == path]
