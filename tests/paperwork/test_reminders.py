"""提醒: opened when they are due, written once, gone when there is nothing left to do."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hefa.activities.models import Offering
from hefa.audit.names import SYSTEM
from hefa.awards.actions import EnteredRow, enter_awards
from hefa.awards.names import AwardSource
from hefa.base.roc import TAIPEI
from hefa.organisers.actions import approve_organiser, merge_organiser
from hefa.paperwork.actions.reminders import (
    ReminderLetter,
    claim_letters,
    finish_reminder,
    open_reminders,
    snooze_reminder,
)
from hefa.paperwork.models import Paper, PaperRow, Reminder
from hefa.paperwork.names.reminder import Occasion
from hefa.paperwork.queries.reminders import notices_of
from hefa.paperwork.queries.year import rosters_of
from tests.cast import NOW, World, an_id, an_offering
from tests.crowd import at_once
from tests.paperwork.rosters import a_roster

MONTH_LATER = datetime(2026, 12, 24, 8, tzinfo=TAIPEI)


def opened(at: datetime) -> list[tuple[str, int, str]]:
    """What is opened at a time, by occasion, year and organiser."""
    open_reminders(at=at)
    found = Reminder.objects.filter(opened_at=at).select_related("organiser").order_by("occasion", "organiser__name")
    return [(one.occasion, one.roc_year, one.organiser.name) for one in found]


@pytest.mark.django_db
def test_the_days_of_the_year_are_opened_once_for_every_organiser_of_a_unit(world: World) -> None:
    approve_organiser(name="沒有機關代碼的團體", unit=None, actor=SYSTEM, at=NOW)
    november = datetime(2026, 11, 1, 8, tzinfo=TAIPEI)
    both = [("roster", 115, "綠水縣政府環境保護局"), ("roster", 115, "藍山國家公園管理處")]
    assert opened(november) == both
    assert opened(november + timedelta(days=1)) == []


@pytest.mark.django_db
def test_an_activity_is_opened_a_month_after_it(world: World) -> None:
    assert opened(MONTH_LATER - timedelta(days=1)) == [
        ("last_month", 115, "綠水縣政府環境保護局"),
        ("last_month", 115, "藍山國家公園管理處"),
    ]
    assert [one[0] for one in opened(MONTH_LATER)] == ["activity", "activity"]
    (notice, _) = notices_of(world.alice.account, on=MONTH_LATER.date())
    assert notice.sentence == "活動「測試活動001」第 1 期已於 115-11-24 結束，尚未登錄時數。"
    assert (notice.due_on, notice.overdue, notice.offering) == (date(2026, 12, 24), False, world.offering.public_id)


def cancelled(world: World) -> None:
    Offering.objects.filter(pk=world.offering.pk).update(
        cancelled_at=NOW, cancelled_by=world.alice.account, cancel_reason="颱風"
    )


def exported(world: World) -> None:
    entered(world)
    paper = Paper.objects.create(
        organiser=world.organiser,
        offering=world.offering,
        profile="ecpa-hours-25",
        profile_version=1,
        purpose="ecpa",
        file_name="x.csv",
        parts=1,
        rows=1,
        left_out=0,
        sha256="0" * 64,
        made_at=NOW,
        made_by=world.alice.account,
    )
    PaperRow.objects.create(paper=paper, award=world.offering.awards.get(), award_version=1)


def entered(world: World, *, reviewed: bool = True) -> None:
    enter_awards(
        offering=world.offering,
        rows=[EnteredRow(an_id(1), "林一", None)],
        source=AwardSource.HAND,
        reviewed=reviewed,
        officer=world.alice,
        at=NOW,
    )


def waiting(world: World) -> None:
    entered(world, reviewed=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "told"),
    [
        (cancelled, None),
        (exported, None),
        (entered, "尚有時數未匯出"),
        (waiting, "尚有待覆核的學員"),
    ],
)
def test_what_is_still_to_be_done_is_told(world: World, before: Callable[[World], None], told: str | None) -> None:
    before(world)
    open_reminders(at=MONTH_LATER)
    of_it = [one for one in notices_of(world.alice.account, on=MONTH_LATER.date()) if one.offering]
    assert [told in one.sentence for one in of_it if told] == ([True] if told else [])
    assert bool(of_it) is (told is not None)


@pytest.mark.django_db
def test_a_notice_goes_when_nothing_is_left_to_do(world: World) -> None:
    open_reminders(at=MONTH_LATER)
    exported(world)
    assert [one for one in notices_of(world.alice.account, on=MONTH_LATER.date()) if one.offering] == []


@pytest.mark.django_db
def test_a_letter_is_taken_once_and_names_no_person(world: World) -> None:
    entered(world)
    open_reminders(at=MONTH_LATER)
    letters = claim_letters(at=MONTH_LATER)
    sentences = (
        "活動「測試活動001」第 1 期已於 115-11-24 結束，尚有時數未匯出。",
        "115 年度只剩一個月，請確認每人 4 小時的環境教育時數，並通知尚缺時數的人員。",
    )
    assert ReminderLetter("alice@example.org", sentences) in letters
    assert sorted(one.to for one in letters) == ["alice@example.org", "bob@example.org", "charlie@example.org"]
    assert claim_letters(at=MONTH_LATER) == [] and not Reminder.objects.filter(letter_at__isnull=True).exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_no_letter_twice(world: World) -> None:
    open_reminders(at=MONTH_LATER)
    taken = at_once([partial(claim_letters, at=MONTH_LATER)] * 4)
    assert sorted(letter.to for letters in taken for letter in letters) == [
        "alice@example.org",
        "bob@example.org",
        "charlie@example.org",
    ]


@pytest.mark.django_db
def test_whoever_an_organiser_was_merged_into_is_told(world: World) -> None:
    a_roster(world)
    today = MONTH_LATER.date()
    merge_organiser(
        organiser=world.organiser,
        successor=world.other_organiser,
        reason="組織改造",
        by=world.charlie.account,
        at=NOW,
        today=NOW.date(),
    )
    open_reminders(at=MONTH_LATER)
    assert not Reminder.objects.filter(organiser=world.organiser, occasion=Occasion.LAST_MONTH).exists()
    (letter,) = (one for one in claim_letters(at=MONTH_LATER) if one.to == "charlie@example.org")
    assert len(letter.sentences) == 3 and any("測試活動001" in one for one in letter.sentences)
    assert any("測試活動001" in one.sentence for one in notices_of(world.charlie.account, on=today))
    assert rosters_of(world.charlie.account, on=today).count() == 1


@pytest.mark.django_db
def test_done_is_done_and_snoozed_comes_back(world: World) -> None:
    open_reminders(at=MONTH_LATER)
    of_year, of_activity = Reminder.objects.filter(organiser=world.organiser).order_by("-occasion")
    assert of_year.occasion == Occasion.LAST_MONTH
    assert finish_reminder(reminder=of_year, officer=world.alice, at=MONTH_LATER)
    assert not finish_reminder(reminder=of_year, officer=world.bob, at=MONTH_LATER)
    until = snooze_reminder(reminder=of_activity, officer=world.alice, at=MONTH_LATER)
    assert until == date(2026, 12, 31)
    days = (MONTH_LATER.date(), until)
    assert [len(notices_of(world.bob.account, on=day)) for day in days] == [0, 1]


@pytest.mark.django_db
def test_notices_take_as_many_statements_for_many_as_for_one(world: World) -> None:
    open_reminders(at=MONTH_LATER)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert notices_of(world.alice.account, on=MONTH_LATER.date())
        return len(asked)

    few = statements()
    for number in range(2, 12):
        an_offering(world.activity, number=number)
    open_reminders(at=MONTH_LATER)
    assert len(notices_of(world.alice.account, on=MONTH_LATER.date())) == 12
    assert statements() == few
