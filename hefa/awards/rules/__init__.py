"""What is allowed: pure functions, facts in and verdict out."""

from hefa.awards.rules.attendance import Noted, decide_passage
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
    confirm,
    decide,
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
    "Noted",
    "OfferingFacts",
    "Refused",
    "Review",
    "Revoked",
    "confirm",
    "deadline",
    "decide",
    "decide_passage",
    "effective_time",
    "is_late",
    "late_flags",
    "may_become",
]
