"""抽查末四碼 as officers and auditors read it: how often gates were asked and answered, whose card was another's."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from hefa.activities.models import Offering
from hefa.awards.models import Scan, SpotCheck
from hefa.stations.models import Station
from hefa.stations.queries import helper_of

LOOKED_BACK = timedelta(days=180)
"""Half a year: of what is older nobody can be asked any more."""
COUNTS = {
    "asked": Count("pk"),
    "matched": Count("pk", filter=Q(spot_check_answer__matched=True)),
    "differed": Count("pk", filter=Q(spot_check_answer__matched=False)),
}


@dataclass(frozen=True, slots=True)
class Checks:
    """What one phone was asked at an offering, or what an organiser's phones were.

    What was not answered was passed over, or the time ran out.
    """

    name: str
    helper: str
    asked: int
    matched: int
    differed: int

    @property
    def unanswered(self) -> int:
        return self.asked - self.matched - self.differed


def spot_checks_by_gate(offering: Offering) -> Sequence[Checks]:
    """The phones that were asked at all, by name. Two statements, the first over the index `scan_of_spot_checks`."""
    asked = Scan.objects.filter(offering=offering, spot_check=True).order_by().values("station")
    counted = asked.annotate(**COUNTS)
    rows = {row.pop("station"): row for row in counted}
    stations = Station.objects.filter(pk__in=rows).select_related("opened_by__account").order_by("name", "pk")
    return [Checks(station.name, helper_of(station), **rows[station.pk]) for station in stations]


def spot_checks_by_organiser(offerings: QuerySet[Offering], *, at: datetime) -> Sequence[Checks]:
    """Of the offerings of the last half year, whoever left most unanswered first. One statement."""
    within = offerings.filter(starts_at__gt=at - LOOKED_BACK).order_by().values("pk")
    asked = Scan.objects.filter(offering__in=within, spot_check=True).order_by()
    rows = asked.values(name=F("offering__activity__organiser__name")).annotate(**COUNTS)
    return sorted((Checks(helper="", **row) for row in rows), key=lambda one: (-one.unanswered, one.name))


def together(checks: Sequence[Checks]) -> Checks:
    """All of them as one."""
    return Checks(
        name="",
        helper="",
        asked=sum(one.asked for one in checks),
        matched=sum(one.matched for one in checks),
        differed=sum(one.differed for one in checks),
    )


def differing_cards(offerings: Collection[int]) -> QuerySet[SpotCheck]:
    """Answers 不符 at these offerings, the latest first, each with its scan, person, award and gate. One statement."""
    found = SpotCheck.objects.filter(scan__offering__in=offerings, matched=False)
    with_all = found.select_related("scan__award__learner", "scan__station__opened_by__account")
    return with_all.order_by("-answered_at", "-pk")
