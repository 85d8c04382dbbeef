"""Retention: what has run out is counted, and let go of rule by rule."""

from collections.abc import Iterator
from datetime import datetime

from hefa.paperwork.actions.retention.batches import Rule
from hefa.paperwork.actions.retention.rules import COLUMNS, RULES, Column

__all__ = ["COLUMNS", "RULES", "Column", "Rule", "forget_all", "what_is_due"]


def what_is_due(*, at: datetime) -> list[tuple[Rule, int]]:
    """The dry run: by rule, how much would go now. Nothing is changed."""
    return [(rule, rule.count(at=at)) for rule in RULES]


def forget_all(*, at: datetime) -> Iterator[tuple[Rule, int]]:
    """Let go of everything that is due; tells of each rule how much went, as it is done."""
    for rule in RULES:
        gone = 0
        while went := rule.purge(at=at):
            gone += went
        yield rule, gone
