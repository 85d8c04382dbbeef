"""異常提示: what may be worth a look among the awards of some offerings, read from what stands, a statement a kind."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from hefa.activities.models import Offering
from hefa.awards.models import Award, HintMark
from hefa.awards.names import AwardSource, Flag, HintKind, RevokeKind
from hefa.awards.queries.spot_checks import LOOKED_BACK, differing_cards
from hefa.base.roc import TAIPEI
from hefa.codes.models import PersonalCode
from hefa.stations.models import Station

CODES_A_MINUTE = 50
HAND_PERCENT = 30
HAND_ROWS = 10
"""Fewer rows by hand than this are no ratio."""
PEOPLE_NAMED = 12

RUSHES = """
SELECT station_id, offering_id, max(effective_at), max(codes) FROM (
    SELECT station_id, offering_id, effective_at, count(*) OVER (
        PARTITION BY station_id ORDER BY effective_at RANGE BETWEEN '1 minute' PRECEDING AND CURRENT ROW) AS codes
    FROM scan WHERE offering_id = ANY(%(offerings)s) AND verdict = 'AWARDED' AND kind = 'award'
) AS within WHERE codes >= %(most)s
GROUP BY station_id, offering_id
"""
SHARED_BROWSERS = """
SELECT holder_id, max(people) FROM (
    SELECT holder_id, count(*) OVER (
        PARTITION BY holder_id ORDER BY made_at RANGE BETWEEN '24 hours' PRECEDING AND CURRENT ROW) AS people
    FROM (SELECT holder_id, learner_id, min(made_at) AS made_at FROM personal_code
          WHERE holder_id IN (SELECT c.holder_id FROM award a JOIN personal_code c ON c.id = a.code_id
                              WHERE a.offering_id = ANY(%(offerings)s) AND a.revoked_at IS NULL)
          GROUP BY holder_id, learner_id) AS first
) AS within WHERE people > %(most)s
GROUP BY holder_id
"""


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at. `people` are whom it is about, by name; `mark` says who has looked."""

    kind: HintKind
    subject: str
    offering: Offering
    at: datetime
    words: str
    people: tuple[str, ...]
    mark: HintMark | None = None


@dataclass(frozen=True, slots=True)
class HandShare:
    """How many of an organiser's awards were entered by hand."""

    organiser: str
    awards: int
    by_hand: int

    @property
    def percent(self) -> int:
        return round(self.by_hand * 100 / self.awards)


def hints_of(offerings: QuerySet[Offering], *, codes_of_one_browser: int, at: datetime) -> Sequence[Hint]:
    """What there is to look at in these offerings of the last half year: the unmarked first, then the latest."""
    found = {
        one.pk: one for one in offerings.filter(starts_at__gt=at - LOOKED_BACK).select_related("activity__organiser")
    }
    if not found:
        return []
    makers: Sequence[Callable[[], Iterator[Hint]]] = (
        lambda: _spot_checks(found),
        lambda: _overlaps(found),
        lambda: _rushes(found),
        lambda: _shared_browsers(found, most=codes_of_one_browser),
        lambda: _by_hand(found),
    )
    hints = [hint for make in makers for hint in make()]
    marks = {
        (mark.organiser_id, mark.kind, mark.subject): mark
        for mark in HintMark.objects.filter(subject__in={hint.subject for hint in hints}).select_related("marked_by")
    }
    told = [_with(hint, marks.get((hint.offering.activity.organiser_id, hint.kind, hint.subject))) for hint in hints]
    return sorted(told, key=lambda hint: (hint.mark is not None, -hint.at.timestamp(), hint.subject))


def hand_shares(offerings: QuerySet[Offering], *, at: datetime) -> Sequence[HandShare]:
    """By organiser over the last half year, the highest share first. One statement."""
    within = offerings.filter(starts_at__gt=at - LOOKED_BACK).order_by().values("pk")
    rows = (
        Award.objects.filter(offering__in=within, revoked_at__isnull=True)
        .values_list("offering__activity__organiser__name")
        .annotate(awards=Count("pk"), by_hand=Count("pk", filter=Q(source=AwardSource.HAND)))
        .order_by()
    )
    return sorted((HandShare(*row) for row in rows), key=lambda one: (-one.percent, one.organiser))


def hint_marks(kind: HintKind, subjects: Collection[UUID]) -> Mapping[str, HintMark]:
    """Who has looked at hints of this kind about these awards, by award. One statement."""
    marks = HintMark.objects.filter(kind=kind, subject__in=[str(one) for one in subjects]).select_related("marked_by")
    return {mark.subject: mark for mark in marks}


def _spot_checks(offerings: dict[int, Offering]) -> Iterator[Hint]:
    """T4: a helper saw another's card, and no officer has taken the hours back since."""
    for check in differing_cards(offerings):
        award = check.scan.award
        if award is not None and award.revoke_kind != RevokeKind.OFFICE:
            words = f"掃描點「{check.scan.station.name}」抽查，證件末四碼不符"
            offering = offerings[check.scan.offering_id or award.offering_id]
            yield Hint(
                HintKind.SPOT_CHECK, str(award.public_id), offering, check.answered_at, words, (award.learner.name,)
            )


def _overlaps(offerings: dict[int, Offering]) -> Iterator[Hint]:
    """R22: the same person at another activity in these hours."""
    flagged = Award.objects.filter(offering__in=offerings, revoked_at__isnull=True, flags__contains=[Flag.OVERLAP])
    for award in flagged.select_related("learner"):
        offering, name = offerings[award.offering_id], award.learner.name
        words = "同一時段在另一活動也取得時數"
        yield Hint(HintKind.OVERLAP, str(award.public_id), offering, award.first_scanned_at, words, (name,))


def _rushes(offerings: dict[int, Offering]) -> Iterator[Hint]:
    rows = _rows(RUSHES, offerings, CODES_A_MINUTE)
    stations = dict(_stations([row[0] for row in rows]))
    for station_id, offering_id, last, codes in rows:
        public_id, name = stations[station_id]
        subject = f"{public_id}|{last.astimezone(TAIPEI).date()}"
        words = f"掃描點「{name}」一分鐘內核發 {codes} 筆"
        yield Hint(HintKind.RUSH, subject, offerings[offering_id], last, words, ())


def _shared_browsers(offerings: dict[int, Offering], *, most: int) -> Iterator[Hint]:
    """The codes of one browser that earned hours here, where it made those of many people within a day."""
    rows = dict(_rows(SHARED_BROWSERS, offerings, most))
    earned = Award.objects.filter(offering__in=offerings, revoked_at__isnull=True, code__holder__in=rows)
    by_holder: dict[int, list[Award]] = {}
    for award in earned.select_related("learner", "code__holder").order_by("awarded_at", "pk"):
        if award.code is not None and award.code.holder_id is not None:
            by_holder.setdefault(award.code.holder_id, []).append(award)
    for holder_id, awards in by_holder.items():
        last = awards[-1]
        names = tuple(dict.fromkeys(award.learner.name for award in awards))[:PEOPLE_NAMED]
        words = f"同一瀏覽器在 24 小時內建立 {rows[holder_id]} 人的條碼，其中 {len(awards)} 筆在這裡取得時數"
        subject = str(_holder_public_id(last.code))
        yield Hint(HintKind.BROWSER, subject, offerings[last.offering_id], last.awarded_at, words, names)


def _by_hand(offerings: dict[int, Offering]) -> Iterator[Hint]:
    counted = (
        Award.objects.filter(offering__in=offerings, revoked_at__isnull=True)
        .values_list("offering")
        .annotate(awards=Count("pk"), by_hand=Count("pk", filter=Q(source=AwardSource.HAND)))
        .order_by()
    )
    for pk, awards, by_hand in counted:
        if by_hand >= HAND_ROWS and by_hand * 100 > HAND_PERCENT * awards:
            words = f"人工登錄 {by_hand} 筆，占 {round(by_hand * 100 / awards)}%"
            offering = offerings[pk]
            yield Hint(HintKind.BY_HAND, str(offering.public_id), offering, offering.starts_at, words, ())


def _rows(statement: str, offerings: dict[int, Offering], most: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"offerings": list(offerings), "most": most})
        return list(cursor.fetchall())


def _stations(pks: Sequence[int]) -> Iterator[tuple[int, tuple[UUID, str]]]:
    for pk, public_id, name in Station.objects.filter(pk__in=pks).values_list("pk", "public_id", "name"):
        yield pk, (public_id, name)


def _holder_public_id(code: PersonalCode | None) -> UUID | None:
    return code.holder.public_id if code is not None and code.holder is not None else None


def _with(hint: Hint, mark: HintMark | None) -> Hint:
    return replace(hint, mark=mark)
