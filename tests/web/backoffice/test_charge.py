"""承辦人: who is in charge of activities and of the scans that wait, through 職務移交 and mergers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.activities.models import Activity, Offering
from hefa.activities.queries import officers_in_charge
from hefa.audit.names import SYSTEM
from hefa.awards.models import Review
from hefa.awards.queries import settler_names
from hefa.organisers.actions import appoint_deputy, end_office, merge_organiser
from hefa.organisers.models import Officer
from hefa.organisers.names import Charge, Duty
from hefa.web.shell.acting import KEPT
from tests.cast import NOW, World, an_activity, an_offering, an_officer, audrey
from tests.organisers.test_leaving import TODAY
from tests.web.backoffice.conftest import address
from tests.web.backoffice.plan.test_planning import filled
from tests.web.conftest import logged_in

pytestmark = pytest.mark.django_db
Waiting = Callable[..., Review]
PLANNING, OFFERINGS, MENU = "/backoffice/planning/", "/backoffice/offerings/", "/backoffice/"
MINE = "?charge=mine"
A_MINUTE = timedelta(minutes=1)


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return bytes(answer.content).decode()


def give(world: World, officer: Officer | None, activity: Activity | None = None) -> None:
    """Let this officer have planned the activity a day ago."""
    since = NOW - timedelta(days=1) if officer else None
    Activity.objects.filter(pk=(activity or world.activity).pk).update(officer=officer, officer_since=since)


def hand(officer: Officer, to: Officer, *charges: Charge, minutes: int = 0) -> None:
    told = {"charges": [charge.value for charge in charges or Charge], "reason": "調任"}
    officer.handed_over.create(to_officer=to, handed_at=NOW + minutes * A_MINUTE, handed_by=officer.account, **told)


def keeper(activity: Activity) -> Officer | None:
    return officers_in_charge([Activity.objects.get(pk=activity.pk)]).get(activity.pk)


def test_whoever_plans_or_copies_is_in_charge(alice: Client, bob: Client, world: World) -> None:
    alice.post(PLANNING + "new/", filled(world))
    river = Activity.objects.get(code="River")
    assert (river.officer, keeper(river)) == (world.alice, world.alice)
    held = Offering.objects.get(activity=river)
    bob.post(f"{PLANNING}{held.public_id}/copy/", filled(world, code="River2"))
    assert keeper(Activity.objects.get(code="River2")) == world.bob
    bob.post(f"{PLANNING}{held.public_id}/", filled(world, name="溪流觀察二"))
    assert keeper(river) == world.alice, "who changes a plan does not take it over"


def test_what_a_deputy_plans_is_in_the_charge_of_whom_it_deputises(bob: Client, world: World) -> None:
    deputy = appoint_deputy(
        officer=world.alice, deputy=world.bob, from_date=TODAY, until_date=TODAY, actor=SYSTEM, at=NOW, today=TODAY
    )
    bob.post(PLANNING + "new/", filled(world, code="Own"))
    assert keeper(Activity.objects.get(code="Own")) == world.bob, "an office of one's own comes first"
    session = bob.session
    session[KEPT] = str(deputy.public_id)
    session.save()
    bob.post(PLANNING + "new/", filled(world))
    assert keeper(Activity.objects.get(code="River")) == world.alice
    html = text(bob.get(PLANNING + MINE))
    assert "River" in html and "Own" not in html


def test_lists_and_pages_show_who_is_in_charge_after_a_handover(alice: Client, world: World) -> None:
    plan = f"{PLANNING}{world.offering.public_id}/"
    audit = f"/backoffice/auditing/offerings/{world.offering.public_id}/"
    auditor = logged_in(audrey(world))
    for shown in (PLANNING, OFFERINGS):
        assert "承辦人</span>—" in text(alice.get(shown))
    assert "承辦人：—" in text(alice.get(plan)) and "<dt>承辦人</dt><dd>—</dd>" in text(auditor.get(audit))
    give(world, world.alice)
    hand(world.alice, world.bob)
    for shown in (PLANNING, OFFERINGS):
        assert "承辦人</span>Bob" in text(alice.get(shown))
    assert "承辦人：Bob" in text(alice.get(plan)) and "<dt>承辦人</dt><dd>Bob</dd>" in text(auditor.get(audit))
    assert Activity.objects.get(pk=world.activity.pk).officer == world.alice, "nothing is rewritten"


@pytest.mark.parametrize("where", [PLANNING, OFFERINGS])
def test_only_mine_follows_the_handover(alice: Client, bob: Client, world: World, where: str) -> None:
    give(world, world.alice)
    an_offering(an_activity(world.organiser, name="無人承辦", code="Old"))
    assert "測試活動001" in text(alice.get(where + MINE)) and "沒有符合條件的活動" in text(bob.get(where + MINE))
    hand(world.alice, world.bob, Charge.STATIONS)
    assert "測試活動001" in text(alice.get(where + MINE))
    hand(world.alice, world.bob, Charge.ACTIVITIES, minutes=1)
    assert "沒有符合條件的活動" in text(alice.get(where + MINE)) and "測試活動001" in text(bob.get(where + MINE))
    assert "無人承辦" in text(bob.get(where)) and "無人承辦" not in text(bob.get(where + MINE))
    assert "請選擇清單中的項目。" in text(bob.get(where + "?charge=x"))


@pytest.mark.parametrize("where", [PLANNING, OFFERINGS, PLANNING + MINE, OFFERINGS + MINE])
def test_one_and_three_hundred_cost_the_same(alice: Client, world: World, where: str) -> None:
    give(world, world.alice)
    text(alice.get(where))
    with CaptureQueriesContext(connection) as few:
        text(alice.get(where))
    made = Activity.objects.bulk_create(
        Activity(
            organiser=world.organiser, officer=world.alice, officer_since=NOW, roc_year=115, name="溪流觀察",
            code=f"River{n}", method="1", field="341", county="10",
        )
        for n in range(299)
    )  # fmt: skip
    Offering.objects.bulk_create(
        Offering(activity=one, number=1, starts_at=NOW, ends_at=NOW + A_MINUTE, digital_hours=0, in_person_hours=2)
        for one in made
    )
    with CaptureQueriesContext(connection) as many:
        assert "總共 300 筆" in text(alice.get(where))
    assert len(few) == len(many)


def test_the_successors_officers_take_over_what_was_merged(world: World) -> None:
    give(world, world.charlie, world.other_offering.activity)
    merge_organiser(
        organiser=world.other_organiser, successor=world.organiser, reason="組織改造", by=world.alice.account, at=NOW,
        today=TODAY,
    )  # fmt: skip
    charlie = Officer.objects.get(account=world.charlie.account, organiser=world.organiser)
    assert "藍山步道導覽" in text(logged_in(charlie).get(PLANNING + MINE))
    hand(charlie, world.bob, minutes=1)
    assert keeper(world.other_offering.activity) == world.bob
    assert "藍山步道導覽" in text(logged_in(world.bob).get(PLANNING + MINE))


def test_a_scan_that_waits_is_told_to_whose_it_is(
    alice: Client, bob: Client, dora: Client, world: World, waiting: Waiting
) -> None:
    give(world, world.alice)
    waiting(1)
    assert "待您確認的掃描 1 筆" in text(alice.get(MENU)) and address(world) in text(alice.get(MENU))
    assert "待您確認" not in text(bob.get(MENU)) and "待您確認" not in text(dora.get(MENU))
    assert "負責確認：Alice。" in text(bob.get(address(world)))
    hand(world.alice, world.bob, minutes=1)
    assert "待您確認" not in text(alice.get(MENU)) and "待您確認的掃描 1 筆" in text(bob.get(MENU))
    assert "負責確認：Bob。" in text(alice.get(address(world)))


def test_reviews_may_go_to_another_than_the_activity(world: World, waiting: Waiting) -> None:
    give(world, world.alice)
    erin = an_officer("erin", world.organiser)
    review = waiting(1)
    hand(world.alice, world.bob, Charge.ACTIVITIES, minutes=1)
    assert settler_names(world.offering) == [("Bob", 1)]
    hand(world.alice, erin, Charge.REVIEWS, minutes=2)
    assert settler_names(world.offering) == [("Erin", 1)]
    Review.objects.filter(pk=review.pk).update(opened_at=NOW + 3 * A_MINUTE)
    assert settler_names(world.offering) == [("Bob", 1)], "what comes after the handover is the new officer's"
    hand(world.bob, world.alice, Charge.REVIEWS, minutes=4)
    assert settler_names(world.offering) == [("Alice", 1)]


def test_a_scan_that_waits_for_nobody_is_told_to_everybody_who_may_settle(
    alice: Client, bob: Client, charlie: Client, world: World, waiting: Waiting
) -> None:
    waiting(1)
    assert "負責確認：尚無承辦人。" in text(alice.get(address(world)))
    for browser in (alice, bob):
        assert "待您確認的掃描 1 筆" in text(browser.get(MENU))
    assert "待您確認" not in text(charlie.get(MENU))
    planner = an_officer("erin", world.organiser, duties=(Duty.MANAGE,))
    give(world, planner)
    assert "待您確認的掃描 1 筆" in text(bob.get(MENU)), "its officer may settle none"
    give(world, world.alice)
    end_office(officer=world.alice, last_day=None, reason="離職", by=world.bob.account, at=NOW, today=TODAY)
    assert "待您確認的掃描 1 筆" in text(bob.get(MENU)), "its officer has gone"


def test_the_menu_asks_no_more_for_many_scans(alice: Client, world: World, waiting: Waiting) -> None:
    give(world, world.alice)
    waiting(1)
    text(alice.get(MENU))
    with CaptureQueriesContext(connection) as few:
        text(alice.get(MENU))
    for number in range(2, 12):
        waiting(number, f"學員{number}")
    with CaptureQueriesContext(connection) as many:
        assert "待您確認的掃描 11 筆" in text(alice.get(MENU))
    assert len(few) == len(many)
