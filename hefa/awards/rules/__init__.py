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
)
from hefa.awards.rules.states import may_become

__all__ = [
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
    "decide",
    "effective_time",
    "may_become",
]
