"""延長掃描時間: a scanner outside its window says so, and an officer extends it with a reason."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from time_machine import Traveller

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.base.roc import TAIPEI
from hefa.codes.queries import static_text
from hefa.organisers.names import Duty
from tests.cast import NOW, World, a_gate, a_walk_in, an_officer, an_offering
from tests.door import scan_over_http
from tests.web.conftest import logged_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def page(browser: Client, world: World) -> str:
    answer = browser.get(f"/scanner/{world.offering.public_id}/")
    assert answer.status_code == 200
    return answer.content.decode()


def extend(browser: Client, world: World, reason: str = "late") -> int:
    return browser.post(f"/scanner/{world.offering.public_id}/window/", {"reason": reason}).status_code


def verdict(world: World, number: int, at: datetime) -> str:
    gate = a_gate(world.alice, world.offering, at=at)
    return str(scan_over_http(gate, static_text(a_walk_in(number, at=at).code), at=at)["verdict"])


def test_after_the_window_one_tap_lets_the_day_count(alice: Client, world: World, hour: Traveller) -> None:
    late = NOW + 3 * DAY
    hour.move_to(late)
    alice = logged_in(world.alice)
    assert verdict(world, 1, late) == "REVIEW"
    assert extend(alice, world, "because") == 302 and verdict(world, 2, late) == "REVIEW"
    assert extend(alice, world) == 302
    assert verdict(world, 3, late) == "AWARDED"
    world.offering.refresh_from_db()
    assert world.offering.scan_until == datetime(2026, 11, 28, tzinfo=TAIPEI)
    hour.move_to(late + DAY)
    assert verdict(world, 4, late + DAY) == "REVIEW"
    (entry,) = AuditEntry.objects.filter(verb=Verb.WINDOW_EXTENDED)
    assert entry.facts["reason"] == "late" and entry.subject_id == world.offering.public_id


def test_before_the_window_it_opens_now(world: World, hour: Traveller) -> None:
    early = NOW - DAY
    hour.move_to(early)
    assert verdict(world, 1, early) == "REVIEW"
    assert extend(logged_in(world.alice), world, "early") == 302
    assert verdict(world, 2, early) == "AWARDED"
    assert verdict(world, 3, NOW) == "AWARDED"


def test_inside_the_window_nothing_is_extended(alice: Client, world: World) -> None:
    assert extend(alice, world) == 302
    world.offering.refresh_from_db()
    assert (world.offering.scan_from, world.offering.scan_until) == (None, None)
    assert not AuditEntry.objects.filter(verb=Verb.WINDOW_EXTENDED).exists()


def test_only_who_may_confirm_scans_extends(alice: Client, charlie: Client, world: World) -> None:
    helper = logged_in(an_officer("erin", world.organiser, duties=(Duty.SCAN,)))
    assert "延長掃描時間至今日結束" in page(alice, world)
    html = page(helper, world)
    assert "延長掃描時間至今日結束" not in html and "請洽開課單位承辦人延長掃描時間" in html
    assert extend(helper, world) == 403 and extend(charlie, world) == 404


def test_an_offering_that_is_put_off_keeps_its_usual_window(world: World) -> None:
    offering = an_offering(world.activity, number=2, starts_in=5 * DAY)
    offering.scan_until = NOW
    assert offering.scan_window == (offering.starts_at - timedelta(hours=1), offering.ends_at + DAY)
