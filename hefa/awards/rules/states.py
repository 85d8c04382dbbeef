"""The one table of moves between the states of an award, and what a move asks of the officer.

docs/reference/award-states.md is drawn from this file.
"""

from dataclasses import dataclass
from enum import Enum

from hefa.awards.names import AwardState

MOVES: dict[AwardState, frozenset[AwardState]] = {
    AwardState.WAITING: frozenset({AwardState.REVIEWED, AwardState.FAILED}),
    AwardState.REVIEWED: frozenset({AwardState.FAILED}),
    AwardState.FAILED: frozenset({AwardState.REVIEWED}),
    AwardState.NAME_DIFFERS: frozenset({AwardState.REVIEWED, AwardState.FAILED}),
}
SETTLED = frozenset({AwardState.REVIEWED, AwardState.FAILED})
"""Where an officer or a scan has decided: whatever changes afterwards is a 更正 and asks for a reason."""


class Objection(Enum):
    """Why an officer may not change an award so. The value is the sentence that the officer reads."""

    NO_SUCH_MOVE = "目前的狀態不能這樣更改"
    NAME_FIRST = "姓名不符，請先確認姓名"
    ANOTHER_OFFICER = "由您登錄的資料，須由另一位承辦人覆核"
    REASON_MISSING = "更正須填寫原因"


@dataclass(frozen=True, slots=True)
class RowFacts:
    """An award as it stands. `awaits_another` says that it still needs an officer other than the one who asks."""

    state: AwardState
    name_differs: bool = False
    awaits_another: bool = False


def may_become(before: AwardState, after: AwardState) -> bool:
    """Whether an officer may move an award so. Staying as it is counts as allowed."""
    return after == before or after in MOVES[before]


def objection(row: RowFacts, *, after: AwardState, hours_change: bool, late: bool, reason: bool) -> Objection | None:
    """What stands against a change from the list; None when nothing does. The first that applies is the answer.

    A name that differs is settled on its own page; a row that waits for another officer may be failed by anybody.
    `late` is a change after the year's deadline, which always says why.
    """
    if not may_become(row.state, after):
        return Objection.NO_SUCH_MOVE
    passes = after == AwardState.REVIEWED and after != row.state
    if passes and row.name_differs:
        return Objection.NAME_FIRST
    if passes and row.awaits_another:
        return Objection.ANOTHER_OFFICER
    changes = hours_change or after != row.state
    return Objection.REASON_MISSING if changes and (late or row.state in SETTLED) and not reason else None
