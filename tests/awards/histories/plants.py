"""Faults planted on purpose: a machine that does not find them would find nothing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from uuid import UUID

import pytest
from django.db import connection

from hefa.awards.actions import ledger
from hefa.awards.rules.answers import ScanAnswer

ONCE = "award_once_per_offering"
AWARD_CONFLICT = "ON CONFLICT (offering_id, learner_id) WHERE revoked_at IS NULL DO NOTHING"
SCAN_CONFLICT = "ON CONFLICT (scan_id) DO NOTHING"
SCAN_OVERWRITTEN = """
ON CONFLICT (scan_id) DO UPDATE SET verdict = excluded.verdict, refusal = excluded.refusal,
    award_id = excluded.award_id, reasons = excluded.reasons, flags = excluded.flags,
    effective_at = excluded.effective_at, clock_quality = excluded.clock_quality
"""


@contextmanager
def no_constraint_on_awards() -> Iterator[None]:
    """A ledger without its constraint, and an INSERT that does not count on it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "INSERT_AWARDS", _without(ledger.INSERT_AWARDS, AWARD_CONFLICT))
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [ONCE])
            (definition,) = cursor.fetchone()
            cursor.execute(f"DROP INDEX {ONCE}")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE award CASCADE")
                cursor.execute(definition)


@contextmanager
def no_verdict_is_kept() -> Iterator[None]:
    """A server that judges a scan anew each time that it is told."""

    def nothing_known(station_id: int, items: object) -> Mapping[UUID, ScanAnswer]:
        return {}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "INSERT_SCANS", _without(ledger.INSERT_SCANS, SCAN_CONFLICT, SCAN_OVERWRITTEN))
        patch.setattr(import_module("hefa.awards.actions.record_scans"), "stored_answers", nothing_known)
        yield


def _without(statement: str, words: str, instead: str = "") -> str:
    assert words in statement, "the plant has nothing to take away any more"
    return statement.replace(words, instead)
