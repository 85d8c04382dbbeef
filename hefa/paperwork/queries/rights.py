"""當事人請求 as those in charge see them, and to whom somebody's data went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from hefa.accounts.models import Account
from hefa.base.roc import format_roc, format_roc_datetime
from hefa.learners.models import Learner
from hefa.organisers.models import Organiser
from hefa.paperwork.models import Paper, RightsRequest, YearPaper
from hefa.paperwork.queries.history import paper_lines, papers_made
from hefa.paperwork.rules.rights import SOON, Clock, clock


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request with its clock; `clock` is None once it is answered."""

    request: RightsRequest
    name: str
    due: str
    clock: Clock | None

    @property
    def state(self) -> str:
        """In words: days left, or the outcome."""
        return self.clock.words if self.clock else str(self.request.get_outcome_display())


@dataclass(frozen=True, slots=True)
class Recipient:
    """That data about somebody left: when, to whom, in which file, from which activity or roster, and what for."""

    on: str
    to: str
    file: str
    about: str
    why: str
    by: str


def requests_of(organisers: QuerySet[Organiser] | None) -> QuerySet[RightsRequest]:
    """The requests that these organisers are in charge of; None: those of the operators."""
    charge = Q(organiser__isnull=True) if organisers is None else Q(organiser__in=organisers)
    return RightsRequest.objects.filter(charge).select_related("learner", "organiser", "entered_by", "answered_by")


def requests_by(account: Account) -> QuerySet[RightsRequest]:
    """What this account has asked, the latest first."""
    asked = RightsRequest.objects.filter(account=account).select_related("learner", "organiser")
    return asked.order_by("-asked_at", "-pk")


def request_lines(requests: Sequence[RightsRequest], *, on: date) -> list[RequestLine]:
    """With names and days left."""
    return [
        RequestLine(
            request=one,
            name=one.learner.name if one.learner else "（已刪除）",
            due=format_roc(one.due_on),
            clock=None if one.answered_at else clock(one.due_on, on=on),
        )
        for one in requests
    ]


def requests_pressing(*, on: date) -> QuerySet[RightsRequest]:
    """Open requests that are over, or will be within days."""
    last = date.fromordinal(on.toordinal() + SOON)
    return RightsRequest.objects.filter(answered_at__isnull=True, due_on__lte=last)


def recipients_of(learner: Learner, *, within: QuerySet[Organiser] | None = None) -> list[Recipient]:
    """Every file in which this person left, the latest first: papers of offerings, and progress of a unit's roster.

    Only those that `within` let leave, where organisers are named: where else somebody was is not an officer's to
    know. A paper without rows of awards is a list of who is enrolled.
    """
    listed = Q(paper_rows__isnull=True, offering__enrolments__learner=learner)
    listed &= Q(offering__enrolments__enrolled_at__lte=F("made_at"))
    written = Paper.objects.filter(Q(paper_rows__award__learner=learner) | listed).values("pk")
    makers = Organiser.objects.filter(papers__in=written) if within is None else within.filter(papers__in=written)
    papers = papers_made(list(makers.distinct())).filter(pk__in=written)
    by_paper = {one.public_id: one.organiser.name for one in papers}
    told = [
        Recipient(line.made_on, line.portal or "開課單位留存", line.label, line.offering, line.purpose, by)
        for line in paper_lines(papers)
        if (by := by_paper[line.public_id])
    ]
    rosters = YearPaper.objects.filter(roster__members__learner=learner).select_related("roster__unit", "made_by")
    if within is not None:
        rosters = rosters.filter(roster__organiser__in=within)
    told += [
        Recipient(
            format_roc_datetime(one.made_at),
            f"{one.roster.unit.name}（服務單位）",
            f"年度名冊進度 {one.file_format.upper()}",
            f"{one.roster.roc_year} 年度人員名冊",
            one.why,
            one.roster.organiser.name,
        )
        for one in rosters.select_related("roster__organiser").distinct()
    ]
    return sorted(told, key=lambda one: one.on, reverse=True)
