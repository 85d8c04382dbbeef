"""匯出紀錄 of an organiser: the files that went out, and one of them with its parts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hefa.base.roc import TAIPEI, format_roc_datetime
from hefa.base.search_text import fold, grams
from hefa.organisers.models import Organiser
from hefa.paperwork.models import Paper, PaperPart, PaperRow
from hefa.paperwork.names import ROSTER_LABELS, Portal, PortalState
from hefa.paperwork.queries.profiles import held_profiles


@dataclass(frozen=True, slots=True)
class PartLine:
    """One file of a paper with its state at the portal."""

    number: int
    file_name: str
    rows: int
    state: PortalState
    marked: str
    version: int


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper of the history. `portal` is empty for lists that people read."""

    public_id: UUID
    offering_id: UUID
    offering: str
    label: str
    version: int
    portal: str
    file_name: str
    rows: int
    left_out: int
    purpose: str
    sha256: str
    made_on: str
    made_by: str
    parts: Sequence[PartLine]
    rejected: int


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """An award that the portal sent back."""

    award: UUID
    name: str
    part: int
    line: int | None
    reason: str


def papers_made(organisers: Collection[Organiser]) -> QuerySet[Paper]:
    """The papers of these organisers, the latest first."""
    back = PaperRow.objects.filter(paper=OuterRef("pk"), portal_state=PortalState.REJECTED).order_by().values("paper")
    rejected = Coalesce(Subquery(back.annotate(rows=Count("pk")).values("rows")), 0)
    parts = Prefetch("paper_parts", PaperPart.objects.select_related("state_by").order_by("number"))
    return (
        Paper.objects.filter(organiser__in=organisers)
        .select_related("offering__activity", "made_by", "organiser")
        .prefetch_related(parts)
        .annotate(rejected=rejected)
        .order_by("-made_at", "-pk")
    )


def filter_papers(
    papers: QuerySet[Paper],
    *,
    profile: str = "",
    name: str = "",
    made_by: str = "",
    from_date: date | None = None,
    to_date: date | None = None,
    state: str = "",
    offering: UUID | None = None,
) -> QuerySet[Paper]:
    """Those that meet every condition given. Days are days in Taipei, both ends included."""
    if profile:
        papers = papers.filter(profile=profile)
    if wanted := fold(name):
        pieces = [wanted] if len(wanted) == 1 else [gram for gram in grams(wanted) if len(gram) == 2]
        papers = papers.filter(offering__activity__name_grams__contains=pieces)
    if made_by:
        papers = papers.filter(made_by__username=made_by)
    if from_date is not None:
        papers = papers.filter(made_at__gte=datetime.combine(from_date, time(), tzinfo=TAIPEI))
    if to_date is not None:
        papers = papers.filter(made_at__lt=datetime.combine(to_date + timedelta(days=1), time(), tzinfo=TAIPEI))
    if state:
        portals = [code for code, held in held_profiles().items() if held.profile.portal]
        having = PaperPart.objects.filter(state=state).values("paper")
        papers = papers.filter(pk__in=having, profile__in=portals)
    if offering is not None:
        papers = papers.filter(offering__public_id=offering)
    return papers


def paper_lines(papers: Iterable[Paper]) -> Sequence[PaperLine]:
    """The words of papers from `papers_made`. One statement for the names of the profiles."""
    profiles = {code: held.profile for code, held in held_profiles().items()}
    lines = []
    for paper in papers:
        profile = profiles.get(paper.profile)
        dialect = profile.dialects.get(paper.dialect) if profile else None
        label = profile.label if profile else ROSTER_LABELS.get(paper.profile, paper.profile)
        lines.append(
            PaperLine(
                public_id=paper.public_id,
                offering_id=paper.offering.public_id,
                offering=f"{paper.offering.activity.name} 第 {paper.offering.number} 期",
                label=f"{label}{f'：{dialect.label}' if dialect else ''}",
                version=paper.profile_version,
                portal=Portal(profile.portal).label if profile and profile.portal else "",
                file_name=paper.file_name,
                rows=paper.rows,
                left_out=paper.left_out,
                purpose=paper.why,
                sha256=paper.sha256,
                made_on=format_roc_datetime(paper.made_at),
                made_by=paper.made_by.name,
                parts=[_part(part) for part in paper.paper_parts.all()],
                rejected=getattr(paper, "rejected", 0),
            )
        )
    return lines


def rejected_lines(paper: Paper) -> Sequence[RejectedLine]:
    """The awards of a paper that the portal sent back, in the order of the file. One statement."""
    rows = PaperRow.objects.filter(paper=paper, portal_state=PortalState.REJECTED).select_related("award__learner")
    return [
        RejectedLine(row.award.public_id, row.award.learner.name, row.part, row.line, row.portal_reason)
        for row in rows.order_by("part", "line", "pk")
    ]


def _part(part: PaperPart) -> PartLine:
    marked = f"{format_roc_datetime(part.state_at)} {part.state_by.name}" if part.state_at and part.state_by else ""
    return PartLine(part.number, part.file_name, part.rows, PortalState(part.state), marked, part.version)
