"""The job that reminds: run twice on a day, it writes once."""

import pytest
import time_machine
from django.core import mail

from hefa.jobs.tasks import keep_retention, remind
from hefa.paperwork.models import Reminder
from tests.cast import World

pytestmark = pytest.mark.django_db


def test_officers_get_one_letter_however_often_the_job_runs(world: World) -> None:
    with time_machine.travel("2026-12-24T00:00:05+00:00", tick=False):
        remind(timestamp=0)
        remind(timestamp=0)
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "alice@example.org",
        "bob@example.org",
        "charlie@example.org",
    ]
    letter = next(one for one in mail.outbox if one.to == ["alice@example.org"])
    assert "2 件事項待處理" in letter.subject
    assert "1. 活動「測試活動001」第 1 期已於 115-11-24 結束，尚未登錄時數。" in letter.body
    assert "Alice" not in letter.body and Reminder.objects.filter(letter_at__isnull=True).count() == 0


def test_a_night_with_nothing_to_forget_is_quiet(world: World) -> None:
    keep_retention(timestamp=0)
    assert mail.outbox == []
