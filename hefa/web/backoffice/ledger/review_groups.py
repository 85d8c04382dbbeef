"""Scans that wait for the same reasons stand together: one look and one reason may settle them all."""

from collections.abc import Sequence
from dataclasses import dataclass

from hefa.awards.names import ReviewReason
from hefa.awards.queries import ReviewRow


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """Scans with exactly the same reasons. `key` names the reasons in an address."""

    key: str
    reasons: tuple[ReviewReason, ...]
    rows: Sequence[ReviewRow]

    @property
    def quarantined(self) -> bool:
        return ReviewReason.QUARANTINED in self.reasons

    @property
    def is_one(self) -> bool:
        return len(self.rows) == 1


@dataclass(frozen=True, slots=True)
class ReviewGroups:
    """All scans of an offering that wait, by their reasons."""

    total: int
    groups: Sequence[ReviewGroup]

    def named(self, key: str) -> ReviewGroup | None:
        """The group with this key; None when nothing of it waits any more."""
        return next((group for group in self.groups if group.key == key), None)


def by_reason(reviews: Sequence[ReviewRow]) -> ReviewGroups:
    """The scans grouped, each group in the order in which its scans came."""
    found: dict[tuple[ReviewReason, ...], list[ReviewRow]] = {}
    for review in reviews:
        found.setdefault(tuple(sorted(review.reasons)), []).append(review)
    groups = [ReviewGroup("-".join(reasons), reasons, rows) for reasons, rows in found.items()]
    return ReviewGroups(len(reviews), groups)
