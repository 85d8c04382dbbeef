"""What a learner sees of the hours earned, and what a code's own page sees of the scan that just happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from hefa.accounts.models import Account
from hefa.awards.models import Award, AwardObjection
from hefa.awards.names import HELD_STATES, AwardState
from hefa.awards.queries import objections_to
from hefa.base.hours import Hours
from hefa.base.roc import TAIPEI
from hefa.codes.models import CodeHolder, PersonalCode
from hefa.codes.queries import Belonging
from hefa.learners.models import AccountLink
from hefa.learners.queries import link_of
from hefa.passbook.rules import HOURS_A_YEAR

CLAIMS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One award as its learner reads it."""

    public_id: UUID
    activity: str
    number: int
    organiser: str
    held_on: date
    hours: Hours
    counts: bool
    state: str
    origin: str
    name: str
    awarded_at: datetime
    objection: AwardObjection | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """A ROC year with its sum towards the four hours of 環境教育法 §19."""

    roc_year: int
    lines: Sequence[Line]
    total: Decimal
    digital: Decimal
    in_person: Decimal

    @property
    def missing(self) -> Decimal:
        return max(HOURS_A_YEAR - self.total, Decimal(0))


@dataclass(frozen=True, slots=True)
class Passbook:
    """學習護照. `proven` is False while an account shows only what its own and taken codes earned."""

    years: Sequence[Year]
    proven: bool

    @property
    def is_empty(self) -> bool:
        return not self.years


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody told the owner's number since: with another account, or for a code without one."""

    at: datetime
    by_account: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """The awards of one code since a time; `tag` changes whenever they do."""

    lines: Sequence[Line]
    tag: str


def passbook_of(account: Account) -> Passbook:
    """The awards an account may see: all of its learner once the link is proven, before that those of its own codes and
    of those that it took over from browsers."""
    link = link_of(account)
    proven = link is not None and link.proven_at is not None
    return _passbook(_seen_by(account, None), proven=proven)


def passbook_of_holder(holder: CodeHolder) -> Passbook:
    """The awards earned by the codes of one browser (本機條碼), whoever they are for."""
    return _passbook(_seen_by(None, holder), proven=False)


def award_in_passbook(public_id: UUID, *, account: Account | None, holder: CodeHolder | None) -> Award | None:
    """One award of the passbook that this account, or without one this browser, is shown."""
    return _seen_by(account, holder).filter(public_id=public_id).first()


def claims_of(link: AccountLink) -> Sequence[Claim]:
    """Who told the number of a proven account since it was proven and since its owner last looked, the latest first.

    Read when the owner asks: nothing is written for it where the number is told, so no time tells who has an owner.
    """
    if link.proven_at is None:
        return []
    since = max(link.proven_at, link.claims_seen_at or link.proven_at)
    others = AccountLink.objects.filter(learner=link.learner, linked_at__gt=since).exclude(pk=link.pk)
    codes = PersonalCode.objects.filter(learner=link.learner, holder__isnull=False, made_at__gt=since)
    told = [Claim(at, True) for at in others.values_list("linked_at", flat=True)]
    told += [Claim(at, False) for at in codes.values_list("made_at", flat=True)]
    return sorted(told, key=lambda claim: claim.at, reverse=True)[:CLAIMS_SHOWN]


PROGRESS_TAG = """
SELECT c.account_id, h.public_id, h.secret_digest,
       (SELECT string_agg(a.id || '.' || a.version, '-' ORDER BY a.id) FROM award a
        WHERE a.code_id = c.id AND a.revoked_at IS NULL AND a.awarded_at >= coalesce(%s, c.made_at))
FROM personal_code c LEFT JOIN code_holder h ON h.id = c.holder_id WHERE c.public_id = %s
"""
NOTHING_EARNED = "none"


def progress_tag(
    *, code_id: UUID, account: Account | None, holder: tuple[UUID, bytes] | None, since: datetime | None
) -> str | None:
    """The `tag` of what this code has earned since `since`, else since it was made; None for who may not see it.

    What each open page asks every two seconds: one statement by index, and nothing is opened.
    """
    with connection.cursor() as cursor:
        cursor.execute(PROGRESS_TAG, [since, code_id])
        found = cursor.fetchone()
    if found is None:
        return None
    account_id, holder_id, digest, tag = found
    belonging = Belonging(account_id, holder_id, digest and bytes(digest))
    return (tag or NOTHING_EARNED) if belonging.is_of(account=account, holder=holder) else None


def progress_of(code: PersonalCode, *, since: datetime) -> Progress:
    """What this code has earned since `since`: one statement over the index of awards by code."""
    awards = list(_standing().filter(code=code, awarded_at__gte=since))
    tag = "-".join(f"{award.pk}.{award.version}" for award in sorted(awards, key=lambda one: one.pk))
    return Progress([_line(award) for award in awards], tag or NOTHING_EARNED)


def _seen_by(account: Account | None, holder: CodeHolder | None) -> QuerySet[Award]:
    if account is None:
        return _standing().filter(code__holder=holder) if holder is not None else _standing().none()
    link = link_of(account)
    if link is None:
        return _standing().filter(code__account=account)
    if link.proven_at is not None:
        return _standing().filter(learner=link.learner)
    return _standing().filter(Q(code__account=account) | Q(code__taken_by=account, learner=link.learner))


def _standing() -> QuerySet[Award]:
    return (
        Award.objects.filter(Q(revoked_at__isnull=True))
        .select_related("offering__activity__organiser", "code", "learner")
        .order_by("-offering__activity__roc_year", "-offering__starts_at", "-pk")
    )


def _passbook(awards: Iterable[Award], *, proven: bool) -> Passbook:
    awards = list(awards)
    objections = objections_to(awards)
    years = [
        _year(roc_year, [_line(award, objections.get(award.pk)) for award in group])
        for roc_year, group in groupby(awards, key=lambda award: award.offering.activity.roc_year)
    ]
    return Passbook(years, proven)


def _year(roc_year: int, lines: Sequence[Line]) -> Year:
    counted = [line.hours for line in lines if line.counts]
    digital = sum((hours.digital for hours in counted), Decimal(0))
    in_person = sum((hours.in_person for hours in counted), Decimal(0))
    return Year(roc_year, lines, digital + in_person, digital, in_person)


def _line(award: Award, objection: AwardObjection | None = None) -> Line:
    """NAME_DIFFERS reads like an ordinary award: that the stored name is another is for the officer alone."""
    counts = award.state in HELD_STATES
    return Line(
        public_id=award.public_id,
        activity=award.offering.activity.name,
        number=award.offering.number,
        organiser=award.offering.activity.organiser.name,
        held_on=award.offering.starts_at.astimezone(TAIPEI).date(),
        hours=award.hours,
        counts=counts,
        state=str(AwardState.REVIEWED.label if counts else AwardState(award.state).label),
        origin=award.origin,
        name=award.code.name if award.code else award.learner.name,
        awarded_at=award.awarded_at,
        objection=objection,
    )
