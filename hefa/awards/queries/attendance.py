"""簽到簽退 of an offering: who came and who left, and whether hours followed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce

from hefa.activities.models import Offering
from hefa.activities.names import OpenEnds
from hefa.awards.models import Award, Scan
from hefa.awards.names import Refusal, ScanKind, Verdict
from hefa.awards.rules.attendance import Attendance, Passage, attendance
from hefa.learners.models import Learner

PASSAGES = (ScanKind.IN, ScanKind.OUT)
COUNTS = ~Q(verdict=Verdict.REFUSED) | Q(refusal=Refusal.ALREADY_AWARDED)
"""A passage is a fact even of somebody who has the hours; what was refused otherwise was not that person's."""


@dataclass(frozen=True, slots=True)
class Attended:
    """One learner of an offering with 簽到退. `award` is the award that stands, whatever made it."""

    learner_id: int
    attendance: Attendance
    award: UUID | None


def passages(offering: Offering, learners: Collection[int] | None = None) -> Mapping[int, Sequence[Passage]]:
    """Comings and leavings at an offering by learner, of these or of everybody. Two statements over indexes.

    A scan never changes: what it told of somebody who has been merged into another counts for that other.
    """
    scans = Scan.objects.filter(COUNTS, offering=offering, kind__in=PASSAGES, learner__isnull=False)
    if learners is not None:
        gone = Learner.objects.filter(merged_into__in=learners).values_list("pk", flat=True)
        scans = scans.filter(learner__in=[*learners, *gone])
    found: dict[int, list[Passage]] = {}
    rows = scans.annotate(who=Coalesce("learner__merged_into_id", "learner_id")).order_by("pk")
    for learner_id, kind, at in rows.values_list("who", "kind", "effective_at"):
        if learner_id is not None:
            found.setdefault(learner_id, []).append(Passage(ScanKind(kind), at))
    return found


def paired(offering: Offering, told: Collection[Passage], *, over: bool) -> Attendance:
    """These comings and leavings by the rule of the offering."""
    return attendance(
        told, starts=offering.starts_at, ends=offering.ends_at, rule=OpenEnds(offering.open_ends), over=over
    )


def attendance_of(offering: Offering, *, at: datetime) -> Sequence[Attended]:
    """Everybody who came to or left an offering, as it looks at this time. Two statements."""
    found = passages(offering)
    awards = Award.objects.filter(offering=offering, learner__in=found, revoked_at__isnull=True)
    held = dict(awards.values_list("learner_id", "public_id"))
    over = at >= offering.ends_at
    return [
        Attended(learner_id, paired(offering, told, over=over), held.get(learner_id))
        for learner_id, told in sorted(found.items())
    ]
