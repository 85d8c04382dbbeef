"""The one table of moves between the states of an award."""

from hefa.awards.names import AwardState

MOVES: dict[AwardState, frozenset[AwardState]] = {
    AwardState.WAITING: frozenset({AwardState.REVIEWED, AwardState.FAILED}),
    AwardState.REVIEWED: frozenset({AwardState.FAILED}),
    AwardState.FAILED: frozenset({AwardState.REVIEWED}),
    AwardState.NAME_DIFFERS: frozenset({AwardState.REVIEWED, AwardState.FAILED}),
}


def may_become(before: AwardState, after: AwardState) -> bool:
    """Whether an officer may move an award so. Staying as it is counts as allowed."""
    return after == before or after in MOVES[before]
