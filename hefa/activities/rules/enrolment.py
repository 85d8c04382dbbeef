"""Whether somebody can enrol now, and whether a place is left."""

from dataclasses import dataclass
from datetime import datetime

from hefa.activities.names import EnrolmentObstacle, EnrolmentState


@dataclass(frozen=True, slots=True)
class EnrolmentTerms:
    """How an offering takes the enrolment of somebody. Without `opens` and `closes` nobody enrols on their own."""

    is_for_them: bool
    is_cancelled: bool
    needs_approval: bool
    opens: datetime | None
    closes: datetime | None
    ends_at: datetime


def enrolment_obstacle(terms: EnrolmentTerms, *, at: datetime) -> EnrolmentObstacle | None:
    """What keeps a person from enrolling now, the first of these that holds. None when nothing does."""
    if terms.is_cancelled:
        return EnrolmentObstacle.CANCELLED
    if at >= terms.ends_at:
        return EnrolmentObstacle.ENDED
    if not terms.is_for_them:
        return EnrolmentObstacle.INTERNAL
    if terms.opens is None or terms.closes is None:
        return EnrolmentObstacle.BY_ORGANISER
    if at < terms.opens:
        return EnrolmentObstacle.NOT_YET
    return EnrolmentObstacle.OVER if at >= terms.closes else None


def places_left(capacity: int, taken: int) -> int | None:
    """How many more may come; None when 招生人數 is 0, which sets no limit."""
    return max(capacity - taken, 0) if capacity else None


def first_state(*, needs_approval: bool, left: int | None) -> EnrolmentState:
    """Where an enrolment starts: a place at once, a place after 准駁, or 候補 when none is left."""
    if left == 0:
        return EnrolmentState.WAITING
    return EnrolmentState.PENDING if needs_approval else EnrolmentState.APPROVED
