"""Faults planted on purpose: a machine that does not find them would find nothing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from uuid import UUID

import pytest

from hefa.awards.actions import ledger
from hefa.awards.names import Refusal, Verdict
from hefa.awards.queries.stored import stored_answers
from hefa.awards.rules.answers import ScanAnswer
from hefa.awards.rules.items import ScanItem
from tests.owner import as_owner

ONCE = "award_once_per_offering"
AWARD_CONFLICT = "ON CONFLICT (offering_id, learner_id) WHERE revoked_at IS NULL DO NOTHING"


@contextmanager
def no_constraint_on_awards() -> Iterator[None]:
    """A ledger without its constraint, and an INSERT that does not count on it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "INSERT_AWARDS", _without(ledger.INSERT_AWARDS, AWARD_CONFLICT))
        with as_owner() as cursor:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [ONCE])
            (definition,) = cursor.fetchone()
            cursor.execute(f"DROP INDEX {ONCE}")
        try:
            yield
        finally:
            with as_owner() as cursor:
                cursor.execute("TRUNCATE award CASCADE")
                cursor.execute(definition)


@contextmanager
def no_verdict_is_kept() -> Iterator[None]:
    """A server that does not look up what it said of a scan, but how its learner stands now."""

    def as_it_stands_now(station_id: int, items: Sequence[ScanItem]) -> Mapping[UUID, ScanAnswer]:
        return {
            scan_id: replace(told, verdict=Verdict.REFUSED, refusal=Refusal.ALREADY_AWARDED)
            if told.verdict == Verdict.AWARDED
            else told
            for scan_id, told in stored_answers(station_id, items).items()
        }

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("hefa.awards.actions.record_scans"), "stored_answers", as_it_stands_now)
        yield


def _without(statement: str, words: str) -> str:
    assert words in statement, "the plant has nothing to take away any more"
    return statement.replace(words, "")
