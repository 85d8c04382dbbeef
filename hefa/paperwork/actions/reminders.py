"""提醒: find what is due, hand out its letters once, and take the officer's word that it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.base.roc import TAIPEI
from hefa.organisers.models import Officer, Organiser
from hefa.organisers.names import Duty
from hefa.organisers.queries import standing_offices, standing_organisers
from hefa.paperwork.models import Reminder
from hefa.paperwork.names.reminder import Occasion
from hefa.paperwork.queries.reminders import ended_and_unfinished, sentence_of, unfinished_of
from hefa.paperwork.rules.reminders import Due, due_on, month_after

SNOOZED_FOR = timedelta(days=7)
BATCH = 1000


@dataclass(frozen=True, slots=True)
class ReminderLetter:
    """What one officer is written: the address, and a sentence for each thing. No person is named."""

    to: str
    sentences: Sequence[str]


@transaction.atomic
def open_reminders(*, at: datetime) -> int:
    """Open what is due today and was not opened before; asked twice, it opens once. Returns how many."""
    today = at.astimezone(TAIPEI).date()
    opened = [*(one for due in due_on(today) for one in _of_year(due, at=at)), *_of_offerings(today, at=at)]
    Reminder.objects.bulk_create(opened, ignore_conflicts=True, batch_size=BATCH)
    return len(opened)


def _of_year(due: Due, *, at: datetime) -> list[Reminder]:
    """For every organiser that belongs to a unit, and so reports for it."""
    told = Reminder.objects.filter(
        organiser=OuterRef("pk"), occasion=due.occasion, roc_year=due.roc_year, offering__isnull=True
    )
    asked = standing_organisers().filter(~Exists(told), unit__isnull=False)
    return [
        Reminder(organiser=one, occasion=due.occasion, roc_year=due.roc_year, opened_at=at, due_on=due.by)
        for one in asked
    ]


def _of_offerings(today: date, *, at: datetime) -> list[Reminder]:
    return [
        Reminder(
            organiser_id=offering.activity.organiser_id,
            occasion=Occasion.ACTIVITY,
            roc_year=offering.activity.roc_year,
            offering=offering,
            opened_at=at,
            due_on=month_after(offering.ends_at.astimezone(TAIPEI).date()),
        )
        for offering in ended_and_unfinished(on=today)
    ]


@transaction.atomic
def claim_letters(*, at: datetime) -> Sequence[ReminderLetter]:
    """Take the letters that are due, one an officer whatever the number of things, and note that they are taken.

    Whoever takes them sends them after this transaction. A letter is taken once, so that a restart never sends it
    twice; one that is lost on its way still stands as a notice on the officer's menu. Another worker waits, and then
    finds them taken: passing over locked rows, each would take some and write to everybody.
    """
    unsent = Reminder.objects.select_for_update(of=("self",)).filter(letter_at__isnull=True)
    reminders = list(unsent.select_related("offering__activity").order_by("due_on", "pk"))
    Reminder.objects.filter(pk__in=[one.pk for one in reminders]).update(letter_at=at)
    unfinished = unfinished_of([one.offering_id for one in reminders if one.offering_id is not None])
    merged = dict(Organiser.objects.filter(successor__isnull=False).values_list("pk", "successor_id"))
    told: dict[int, list[str]] = {}
    for one in reminders:
        if one.done_at is None and (one.offering_id is None or one.offering_id in unfinished):
            sentence = sentence_of(one, unfinished.get(one.offering_id or 0, ()))
            told.setdefault(_heir(one.organiser_id, merged), []).append(sentence)
    letters: dict[str, list[str]] = {}
    for officer in _officers_of(list(told), on=at.astimezone(TAIPEI).date()):
        if officer.account.email:
            letters.setdefault(officer.account.email, []).extend(told[officer.organiser_id])
    return [ReminderLetter(to, tuple(sentences)) for to, sentences in letters.items()]


def _officers_of(organisers: Sequence[int], *, on: date) -> Sequence[Officer]:
    held = standing_offices(on=on).filter(
        organiser__in=organisers, duties__contains=[Duty.RECORD.value], account__is_active=True
    )
    return list(held.select_related("account").order_by("pk"))


def _heir(organiser: int, merged: Mapping[int, int | None]) -> int:
    """What this organiser was merged into, however often: whose officers are told."""
    while (successor := merged.get(organiser)) is not None:
        organiser = successor
    return organiser


@transaction.atomic
def finish_reminder(*, reminder: Reminder, officer: Officer, at: datetime) -> bool:
    """The officer says that it is done. False when somebody said so before."""
    done = Reminder.objects.filter(pk=reminder.pk, done_at__isnull=True).update(done_at=at, done_by=officer.account)
    if done:
        _note(reminder, "done", officer=officer, at=at)
    return bool(done)


@transaction.atomic
def snooze_reminder(*, reminder: Reminder, officer: Officer, at: datetime) -> date:
    """Put it off for a week, for all officers of the organiser. Returns the day on which it is told again."""
    until = at.astimezone(TAIPEI).date() + SNOOZED_FOR
    Reminder.objects.filter(pk=reminder.pk, done_at__isnull=True).update(snoozed_until=until)
    _note(reminder, "snoozed", officer=officer, at=at)
    return until


def _note(reminder: Reminder, outcome: str, *, officer: Officer, at: datetime) -> None:
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=Verb.REMINDER_SETTLED,
        subject_kind="reminder",
        subject_id=reminder.public_id,
        organiser_id=officer.organiser.public_id,
        facts={"outcome": outcome},
    )
