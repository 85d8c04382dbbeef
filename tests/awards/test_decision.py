"""The decision, case by case, from the table that the phone runs too."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hefa.activities.names import ScanPolicy
from hefa.awards.names import ClockQuality, LecturerRule, Refusal, ReviewReason, RevokeKind
from hefa.awards.rules import (
    Award,
    CodeFacts,
    Earlier,
    Facts,
    OfferingFacts,
    Refused,
    Review,
    Revoked,
    decide,
)
from hefa.base.hours import Hours

TABLE = json.loads((Path(__file__).parents[2] / "contract" / "verdict_cases.json").read_text(encoding="utf-8"))
AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
TWO_HOURS = Hours.of(0, 2)
NO_CODE = {
    "foreign": Refusal.UNKNOWN_CODE,
    "bad_mac": Refusal.UNKNOWN_CODE,
    "unknown_kid": Refusal.UNKNOWN_CODE,
    "no_row": Refusal.UNKNOWN_CODE,
    "wrong_typed": Refusal.WRONG_TYPED_CODE,
}


@pytest.mark.control("T4", "T5")
@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["id"])
def test_decision_says_what_the_table_says(case: dict[str, Any]) -> None:
    assert _told(case["facts"]) == case["server"]


def test_every_refusal_has_a_case() -> None:
    refused = {case["server"]["reason"] for case in TABLE["cases"] if case["server"]["verdict"] == "REFUSED"}
    assert refused | (set(TABLE["outside_of_the_table"]) - set(ReviewReason.values)) == set(Refusal.values)


def test_every_case_has_its_own_name() -> None:
    names = [case["id"] for case in TABLE["cases"]]
    assert sorted(set(names)) == sorted(names)


def _told(differences: dict[str, Any]) -> dict[str, Any]:
    decision = decide(_facts({**TABLE["defaults"], **differences}))
    match decision:
        case Award(hours, flags):
            assert hours == TWO_HOURS
            return {"verdict": "AWARDED", "flags": [flag.value for flag in flags]}
        case Review(reasons):
            return {"verdict": "REVIEW", "reasons": [reason.value for reason in reasons]}
        case Refused(reason):
            return {"verdict": "REFUSED", "reason": reason.value}


def _facts(told: dict[str, Any]) -> Facts:
    hour = timedelta(hours=1)
    received_at = AT + hour if told["late_upload"] else AT
    ended_at = AT if told["station_ended"] else AT + (hour / 2 if told["late_upload"] else hour)
    offering = OfferingFacts(
        hours=TWO_HOURS,
        opens=AT - hour if told["in_window"] else AT + hour,
        closes=AT + 2 * hour,
        policy=ScanPolicy(told["policy"]),
        roc_year=114 if told["late_entry"] else 115,
        hours_shown=Hours.of(0, 3) if told["hours_changed"] else TWO_HOURS,
        cancelled=told["cancelled"],
    )
    return Facts(
        at=AT,
        quality=ClockQuality(told["clock"]),
        offering=offering if told["knows_offering"] else None,
        code=_code(told),
        station_ended_at=ended_at,
        received_at=received_at,
        may_scan=told["may_scan"],
        earlier=Earlier(AT - hour) if told["already"] else None,
        revoked=_revoked(told),
        refused_at_gate=told["refused_at_gate"],
        same_slot_elsewhere=told["same_slot_elsewhere"],
        overlaps=told["overlaps"],
        lecturer=LecturerRule(told["lecturer"]) if told["lecturer"] else None,
    )


def _code(told: dict[str, Any]) -> CodeFacts | Refusal | None:
    if told["code"] != "ours":
        return NO_CODE[told["code"]]
    if told["type"] == "hand":
        return None
    voided = told["voided_seconds_ago"]
    return CodeFacts(
        expires_at=datetime(2026, 11, 24, 16, tzinfo=UTC) + timedelta(days=told["days_left"]),
        slot_distance={"static": None, "live": told["slot_distance"], "typed": 0}[told["type"]],
        voided_at=None if voided is None else AT - timedelta(seconds=voided),
        lost=told["lost"],
        name_differs=told["name_differs"],
    )


def _revoked(told: dict[str, Any]) -> Revoked | None:
    ago = told["revoked_seconds_ago"]
    return None if ago is None else Revoked(AT - timedelta(seconds=ago), RevokeKind(told["revoked_by"]))
