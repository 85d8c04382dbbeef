"""What is allowed: pure functions, facts in and verdict out."""

from hefa.awards.rules.clock import EffectiveTime, effective_time
from hefa.awards.rules.decision import (
    Award,
    CodeFacts,
    Decision,
    Earlier,
    Facts,
    OfferingFacts,
    Refused,
    Review,
    Revoked,
    decide,
    decide_confirmed,
)
from hefa.awards.rules.states import may_become
from hefa.awards.rules.year import HOURS_A_YEAR, deadline, is_late, late_flags

__all__ = [
    "HOURS_A_YEAR",
    "Award",
    "CodeFacts",
    "Decision",
    "Earlier",
    "EffectiveTime",
    "Facts",
    "OfferingFacts",
    "Refused",
    "Review",
    "Revoked",
    "deadline",
    "decide",
    "decide_confirmed",
    "effective_time",
    "is_late",
    "late_flags",
    "may_become",
]
