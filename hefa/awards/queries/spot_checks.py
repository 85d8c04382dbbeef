"""抽查末四碼 as officers read it: how often each gate was asked and answered, and whose card was another's."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from hefa.activities.models import Offering
from hefa.awards.models import Scan, SpotCheck
from hefa.stations.models import Station
from hefa.stations.queries import helper_of


@dataclass(frozen=True, slots=True)
class GateChecks:
    """What one phone was asked at an offering. What it did not answer was passed over, or the time ran out."""

    station: str
    helper: str
    asked: int
    matched: int
    differed: int

    @property
    def unanswered(self) -> int:
        return self.asked - self.matched - self.differed


def spot_checks_by_gate(offering: Offering) -> Sequence[GateChecks]:
    """The phones that were asked at all, by name. Two statements, the first over the index `scan_of_spot_checks`."""
    asked = Scan.objects.filter(offering=offering, spot_check=True).order_by().values("station")
    counted = asked.annotate(
        asked=Count("pk"),
        matched=Count("pk", filter=Q(spot_check_answer__matched=True)),
        differed=Count("pk", filter=Q(spot_check_answer__matched=False)),
    )
    rows = {row.pop("station"): row for row in counted}
    stations = Station.objects.filter(pk__in=rows).select_related("opened_by__account").order_by("name", "pk")
    return [GateChecks(station.name, helper_of(station), **rows[station.pk]) for station in stations]


def differing_cards(offerings: Collection[int]) -> QuerySet[SpotCheck]:
    """Answers 不符 at these offerings, the latest first, each with its scan, person, award and gate. One statement."""
    found = SpotCheck.objects.filter(scan__offering__in=offerings, matched=False)
    with_all = found.select_related("scan__award__learner", "scan__station__opened_by__account")
    return with_all.order_by("-answered_at", "-pk")
