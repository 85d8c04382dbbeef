"""Everybody who may knock: people and phones, each with the browser in which they are logged in or that was lent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from http.cookies import SimpleCookie

from django.urls import reverse

from hefa.codes.actions import make_account_code
from hefa.codes.queries import static_text
from hefa.learners.models import AccountLink
from hefa.organisers.models import Officer, Organiser
from hefa.organisers.names import OWN_DUTIES, Duty
from hefa.stations.actions import PassPlan, make_pass, revoke_pass, show_pass
from hefa.stations.models import ScanPass
from hefa.stations.names import Right
from tests import cast
from tests.cast import NOW, World, a_gate, an_applicant, an_officer
from tests.door import scan_over_http
from tests.web.browser import Browser

SECRET = re.compile(r'data-station="([^"]+)" data-secret="([^"]+)"')
AN_HOUR = timedelta(hours=1)


class Role(StrEnum):
    """Who asks. What stands in the addresses belongs to OFFICER's organiser, to LEARNER, or to PHONE's offering."""

    VISITOR = "nobody logged in"
    LEARNER = "the learner"
    OTHER_LEARNER = "another learner"
    OFFICER = "officer with every duty"
    READER = "officer who reads"
    FOREIGN_OFFICER = "officer of another organiser"
    AUDITOR = "auditor above"
    FOREIGN_AUDITOR = "auditor of others"
    OPERATOR = "operator"
    GATE = "the officer's own scanner"
    PHONE = "a helper's phone"
    FOREIGN_PHONE = "a helper's phone of another organiser"
    ENDED_PHONE = "a helper's phone whose pass was ended"


PHONES = (Role.GATE, Role.PHONE, Role.FOREIGN_PHONE, Role.ENDED_PHONE)
LOGGED_OUT = (Role.VISITOR, *PHONES)
FOREIGN = (Role.FOREIGN_OFFICER, Role.FOREIGN_AUDITOR, Role.FOREIGN_PHONE)
DUTIES: Mapping[Role, tuple[Duty, ...]] = {
    Role.OFFICER: OWN_DUTIES,
    Role.READER: (Duty.READ,),
    Role.FOREIGN_OFFICER: OWN_DUTIES,
    Role.AUDITOR: (Duty.AUDIT,),
    Role.FOREIGN_AUDITOR: (Duty.AUDIT,),
}
RIGHTS: Mapping[Role, tuple[Right, ...]] = {
    Role.GATE: tuple(Right),
    Role.PHONE: (Right.SCAN,),
    Role.FOREIGN_PHONE: tuple(Right),
    Role.ENDED_PHONE: tuple(Right),
}


@dataclass(frozen=True, slots=True)
class Everybody:
    """The browsers by role, each with the cookies that it has whenever it asks, and what the learner has of its own."""

    browsers: Mapping[Role, Browser]
    cookies: Mapping[Role, str]
    own: "Own"

    def browser(self, role: Role) -> Browser:
        """This role's browser as it was before anybody asked for anything."""
        browser = self.browsers[role]
        browser.cookies = SimpleCookie(self.cookies[role])
        return browser


@dataclass(frozen=True, slots=True)
class Own:
    """The learner, a code, and hours earned with it."""

    link: AccountLink
    code: str
    award: str


def everybody(world: World) -> Everybody:
    """Bring them all together."""
    link = an_applicant(94)
    zoe = an_officer("zoe", Organiser.objects.create(name="他縣政府", approved_at=world.at), duties=(Duty.AUDIT,))
    by_account = {
        Role.LEARNER: link.account,
        Role.OTHER_LEARNER: an_applicant(98).account,
        Role.OFFICER: world.alice.account,
        Role.READER: world.dora.account,
        Role.FOREIGN_OFFICER: world.charlie.account,
        Role.AUDITOR: cast.audrey(world).account,
        Role.FOREIGN_AUDITOR: zoe.account,
        Role.OPERATOR: cast.olga(at=world.at).account,
    }
    browsers = {role: Browser() for role in Role}
    for role, account in by_account.items():
        browsers[role].force_login(account)
    gate = a_gate(world.alice, world.offering)
    browsers[Role.GATE].defaults["HTTP_AUTHORIZATION"] = gate.authorization
    _lend(browsers[Role.PHONE], world.alice, world, RIGHTS[Role.PHONE])
    _lend(browsers[Role.FOREIGN_PHONE], world.charlie, world, RIGHTS[Role.FOREIGN_PHONE])
    ended = _lend(browsers[Role.ENDED_PHONE], world.alice, world, RIGHTS[Role.ENDED_PHONE])
    assert revoke_pass(scan_pass=ended, officer=world.alice, at=NOW)
    code = make_account_code(account=link.account, at=NOW)
    told = scan_over_http(a_gate(world.charlie, world.other_offering), static_text(code))
    cookies = {role: browser.cookies.output(header="", sep=";") for role, browser in browsers.items()}
    return Everybody(browsers, cookies, Own(link, str(code.public_id), str(told["award"])))


def _lend(browser: Browser, officer: Officer, world: World, rights: tuple[Right, ...]) -> ScanPass:
    """This browser is lent a station of the officer's offering, through the pages."""
    offering = world.offering if officer == world.alice else world.other_offering
    plan = PassPlan("東側門", tuple(right for right in rights if right != Right.SCAN), NOW - AN_HOUR, NOW + AN_HOUR, 3)
    made = make_pass(offerings=[offering], plan=plan, officer=officer, at=NOW)
    where = reverse("scanner:redeem", args=[show_pass(scan_pass=made, at=NOW)])
    page = browser.post(where, {"helper_name": "林一", "pin": made.pin}).content.decode()
    found = SECRET.search(page)
    assert found is not None, page
    browser.defaults["HTTP_AUTHORIZATION"] = f"Station {found[1]}.{found[2]}"
    return made
