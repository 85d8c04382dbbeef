"""Every door opened by somebody who may: the browser, and the address with a thing of theirs in it."""

from collections.abc import Mapping

from django.apps import apps
from django.urls import reverse

from hefa.accounts.models import Account
from hefa.activities.actions import enrol_oneself
from hefa.learners.models import AccountLink
from hefa.organisers.names import Duty
from hefa.stations.models import ScanPass
from hefa.web.shell.audience import Audience
from ops.doors import Door
from tests import cast
from tests.cast import NOW, World, an_account, an_applicant, an_open_offering
from tests.web.browser import Browser
from tests.web.doors import DOORS, offering
from tests.web.learner.pages import make
from tests.web.other_doors import THINGS, ticket

LENT = ("scanner:gate", "scanner:room")


def things_of(door: Door, world: World) -> Mapping[str, object]:
    """What stands in the address, made as its organiser or its owner would."""
    if door.name in DOORS:
        return DOORS[door.name].things(world)
    if "object_id" in door.pattern.pattern.converters:
        label, model = door.name.partition(":")[2].removesuffix("_change").split("_")
        row = apps.get_model(label, model)._default_manager.first()
        return {"object_id": row.pk if row is not None else 1}
    if door.pattern.pattern.converters and door.name not in THINGS:
        raise LookupError(f"{door.name} takes something: say in THINGS of tests/web/other_doors.py what, and make it.")
    return THINGS[door.name](world) if door.name in THINGS else {}


def address_of(door: Door, things: Mapping[str, object]) -> str:
    return reverse(door.name, kwargs=dict(things))


def everybody(world: World) -> None:
    """The people that doors are opened by, beside those of the cast's world."""
    cast.olga(at=world.at)
    cast.audrey(world)
    an_account("ming")


def logged_in(username: str) -> Browser:
    """A browser of this person that tells of errors as a site does: with a page."""
    browser = Browser()
    browser.force_login(Account.objects.get(username=username))
    return browser


def opened(door: Door, world: World) -> tuple[Browser, str]:
    """Somebody who may come in, and where."""
    match door.audience:
        case Audience.HOLDER:
            return _held(door, world)
        case Audience.LEARNER:
            return _learnt(door, world)
        case Audience.OFFICER:
            browser = logged_in("audrey" if door.duty == Duty.AUDIT else "alice")
        case Audience.OPERATOR:
            browser = logged_in("olga")
        case _:
            browser = Browser()
    return browser, address_of(door, things_of(door, world))


def _held(door: Door, world: World) -> tuple[Browser, str]:
    browser = Browser()
    if door.name.startswith("learner:"):
        return browser, address_of(door, {"public_id": make(browser, 93).public_id})
    pass_address = reverse("scanner:redeem", kwargs=dict(ticket(world)))
    if door.name not in LENT:
        return browser, pass_address
    browser.post(pass_address, {"helper_name": "林一", "pin": ScanPass.objects.latest("pk").pin})
    return browser, address_of(door, offering(world) if door.pattern.pattern.converters else {})


def _learnt(door: Door, world: World) -> tuple[Browser, str]:
    link: AccountLink = an_applicant(94)
    browser = logged_in(link.account.username)
    if door.name != "learner:withdrawal":
        return browser, address_of(door, things_of(door, world))
    own = enrol_oneself(offering=an_open_offering(world.organiser), link=link, at=NOW)
    return browser, address_of(door, {"public_id": own.public_id})
