"""R19: of two awards that one person has at one offering, which is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """An award that stands, as the rule sees it."""

    award_id: int
    offering_id: int
    failed: bool
    first_scanned_at: datetime
    awarded_at: datetime


def overlaps(kept: Iterable[Claim], gone: Iterable[Claim]) -> list[tuple[Claim, Claim]]:
    """Pairs of one offering: the award that stays, and the one that ends.

    Hours that count go before hours that an officer has failed (不通過); among equals the earliest scan stays.
    """
    there = {claim.offering_id: claim for claim in kept}
    pairs = [sorted((there[one.offering_id], one), key=_rank) for one in gone if one.offering_id in there]
    return sorted(((first, second) for first, second in pairs), key=lambda pair: pair[0].offering_id)


def _rank(claim: Claim) -> tuple[bool, datetime, datetime, int]:
    return claim.failed, claim.first_scanned_at, claim.awarded_at, claim.award_id
