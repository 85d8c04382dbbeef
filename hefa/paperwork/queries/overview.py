"""開課單位總覽: what an organiser did in a 年度, in sums. Eight statements, whatever was done."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractMonth

from hefa.activities.models import Offering
from hefa.activities.names import CodeList
from hefa.activities.queries import code_labels
from hefa.awards.models import Award, GroupAward
from hefa.awards.names import HELD_STATES, AwardSource, AwardState
from hefa.base.roc import ROC_BEFORE_FIRST_YEAR, TAIPEI
from hefa.organisers.models import Organiser
from hefa.paperwork.models import YearRoster
from hefa.paperwork.queries.year import RosterProgress, progress_of
from hefa.units.queries import with_predecessors

OWN, OTHER, NO_UNIT = "本機關", "外單位", "一般民眾（無服務單位）"
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Share:
    """What falls to one month, method, field or source. `people` counts a person once an offering (人次)."""

    label: str
    people: int
    digital: Decimal
    in_person: Decimal

    @property
    def hours(self) -> Decimal:
        return self.digital + self.in_person


@dataclass(frozen=True, slots=True)
class Groups:
    """班級/單位, which are counted apart."""

    groups: int
    heads: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A year of an organiser."""

    roc_year: int
    held: int
    coming: int
    cancelled: int
    total: Share
    months: Sequence[Share]
    methods: Sequence[Share]
    fields: Sequence[Share]
    units: Sequence[Share]
    sources: Sequence[Share]
    groups: Groups
    rosters: Sequence[RosterProgress]

    @property
    def by_hand_percent(self) -> int:
        """How many of a hundred awards an officer entered by hand: what auditors look at (security.md, T14)."""
        by_hand = next(one.people for one in self.sources if one.label == AwardSource.HAND.label)
        return round(by_hand * 100 / self.total.people) if self.total.people else 0


@dataclass(frozen=True, slots=True)
class _Sum:
    """One group of awards that are alike in everything that is told apart."""

    month: int
    method: str
    field: str
    source: str
    unit: int | None
    people: int
    digital: Decimal
    in_person: Decimal


def years_of(organiser: Organiser) -> Sequence[int]:
    """The 年度 in which the organiser planned anything, the last first."""
    years = organiser.activities.order_by("-roc_year").values_list("roc_year", flat=True).distinct()
    return list(years)


def overview_of(organiser: Organiser, *, roc_year: int, on: date) -> Overview:
    """The sums of one year. Hours that wait for a second officer, failed or were taken back count nowhere."""
    sums = _sums(organiser, roc_year)
    own = with_predecessors([organiser.unit_id])[organiser.unit_id] if organiser.unit_id else frozenset()
    last_day = date(roc_year + ROC_BEFORE_FIRST_YEAR, 12, 31)
    offerings = Offering.objects.filter(activity__organiser=organiser, activity__roc_year=roc_year).aggregate(
        held=Count("pk", filter=Q(cancelled_at__isnull=True, starts_at__date__lte=on)),
        coming=Count("pk", filter=Q(cancelled_at__isnull=True, starts_at__date__gt=on)),
        cancelled=Count("pk", filter=Q(cancelled_at__isnull=False)),
    )
    groups = GroupAward.objects.filter(
        offering__activity__organiser=organiser,
        offering__activity__roc_year=roc_year,
        revoked_at__isnull=True,
        state=AwardState.REVIEWED,
    ).aggregate(groups=Count("pk"), heads=Sum("head_count", default=0))
    rosters = YearRoster.objects.filter(organiser=organiser, roc_year=roc_year).select_related("unit")
    methods, fields = (code_labels(code_list, on=min(on, last_day)) for code_list in (CodeList.METHOD, CodeList.FIELD))
    return Overview(
        roc_year=roc_year,
        total=_share("合計", sums),
        months=[_share(f"{month}月", [one for one in sums if one.month == month]) for month in MONTHS],
        methods=_shares(sums, lambda one: one.method, lambda code: methods.get(code, code)),
        fields=_shares(sums, lambda one: one.field, lambda code: fields.get(code, code)),
        units=[
            _share(OWN, [one for one in sums if one.unit in own]),
            _share(OTHER, [one for one in sums if one.unit is not None and one.unit not in own]),
            _share(NO_UNIT, [one for one in sums if one.unit is None]),
        ],
        sources=[_share(str(source.label), [one for one in sums if one.source == source]) for source in AwardSource],
        groups=Groups(groups["groups"], groups["heads"]),
        rosters=progress_of(list(rosters.order_by("unit__code", "pk")), on=on),
        **offerings,
    )


def _sums(organiser: Organiser, roc_year: int) -> Sequence[_Sum]:
    awards = Award.objects.filter(
        offering__activity__organiser=organiser,
        offering__activity__roc_year=roc_year,
        revoked_at__isnull=True,
        state__in=HELD_STATES,
    )
    rows = (
        awards.annotate(month=ExtractMonth("offering__starts_at", tzinfo=TAIPEI))
        .values_list("month", "offering__activity__method", "offering__activity__field", "source", "unit_id")
        .annotate(people=Count("pk"), digital=Sum("digital_hours"), in_person=Sum("in_person_hours"))
        .order_by()
    )
    return [_Sum(*row) for row in rows]


def _share(label: str, sums: Iterable[_Sum]) -> Share:
    held = list(sums)
    return Share(
        label,
        sum(one.people for one in held),
        sum((one.digital for one in held), Decimal(0)),
        sum((one.in_person for one in held), Decimal(0)),
    )


def _shares(sums: Sequence[_Sum], key: Callable[[_Sum], str], label: Callable[[str], str]) -> list[Share]:
    """One share a code, the largest first."""
    codes = sorted({key(one) for one in sums})
    shares = [_share(label(code), [one for one in sums if key(one) == code]) for code in codes]
    return sorted(shares, key=lambda share: (-share.hours, share.label))
