"""What goes on paper, read as a stream, and what went out before."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value

from hefa.activities.models import Offering
from hefa.activities.names import CodeList
from hefa.activities.queries import code_labels, topics_of
from hefa.awards.models import Award, GroupAward
from hefa.awards.names import AwardSource, AwardState
from hefa.base.hours import Hours
from hefa.base.roc import TAIPEI, format_roc_datetime
from hefa.keys.fields import SealedValue
from hefa.paperwork.models import EcpaName, Paper, PaperRow, PortalCourse
from hefa.paperwork.names import PortalState, Reader
from hefa.paperwork.queries.profiles import profile_labels
from hefa.paperwork.rules import LineFacts, OfferingFacts, Profile, SplitLine
from hefa.units.names import NO_UNIT_LABEL

CHUNK = 1000
"""Rows read at a time: the memory of a paper does not grow with its length."""
LEARNER = 3
"""Where a row of `candidates` holds the learner."""
STATE_LABELS = {state.value: str(state.label) for state in AwardState}
SOURCE_LABELS = {source.value: str(source.label) for source in AwardSource}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An award that may go on paper."""

    award_id: int
    version: int
    line: LineFacts


Opener = Callable[[Sequence[int]], Mapping[int, str]]
"""Opens the numbers of these learners, for profiles that write them; only the caller may, and puts it on record."""


@dataclass(frozen=True, slots=True)
class PaperNote:
    """One line of the export history."""

    public_id: UUID
    label: str
    file_name: str
    rows: int
    left_out: int
    purpose: str
    sha256: str
    made_on: str
    made_by: str


def offering_facts(offering: Offering) -> OfferingFacts:
    """What all rows share. A code that its list does not know on the day of the activity is empty.

    Five statements.
    """
    activity, day = offering.activity, offering.starts_at.astimezone(TAIPEI).date()
    fields = code_labels(CodeList.FIELD, on=day)
    course = PortalCourse.objects.filter(activity=activity).first()
    return OfferingFacts(
        roc_year=activity.roc_year,
        name=activity.name,
        code=activity.code,
        number=offering.number,
        category=activity.field if activity.field in fields else "",
        county=activity.county if activity.county in code_labels(CodeList.COUNTY, on=day) else "",
        starts_at=offering.starts_at,
        ends_at=offering.ends_at,
        method=activity.method if activity.method in code_labels(CodeList.METHOD, on=day) else "",
        summary=activity.summary,
        place=activity.place,
        course_code=course.code if course else "",
        splits=tuple(
            SplitLine(one.name, one.field if one.field in fields else "", one.hours) for one in topics_of(offering)
        ),
    )


def candidates(offering: Offering, profile: Profile, *, numbers_of: Opener, with_history: bool) -> Iterator[Candidate]:
    """The awards of an offering that stand and did not fail, in the order in which they were made.

    `with_history` tells which were exported before, which a check needs and a file does not. What the portal sent
    back does not count as exported: `rejected` says why it was. A file for a portal has the learner's ECPA 姓名 if one
    is set. One statement for those names, one over a server-side cursor, and `numbers_of` once a chunk; the caller
    holds the transaction.
    """
    names = ecpa_names(offering) if profile.reader == Reader.MACHINE else {}
    last4 = "learner__id_last4" if not profile.opens_numbers else "learner_id"
    rows = _standing(offering, profile, with_history=with_history).values_list(
        "pk",
        "public_id",
        "version",
        "learner_id",
        "learner__public_id",
        "learner__name",
        last4,
        "unit__code",
        "unit__name",
        "digital_hours",
        "in_person_hours",
        "state",
        "source",
        "awarded_at",
        "exported_before",
        "rejected",
    )
    read = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(read, CHUNK)):
        numbers = numbers_of([row[LEARNER] for row in chunk]) if profile.opens_numbers else {}
        for row in chunk:
            yield _candidate(row, numbers.get(row[LEARNER], ""), names.get(row[LEARNER]))


def ecpa_names(offering: Offering) -> Mapping[int, str]:
    """The names under which learners of an offering stand in its organiser's files for portals, by learner."""
    held = EcpaName.objects.filter(
        organiser=offering.activity.organiser_id, ended_at__isnull=True, learner__awards__offering=offering
    )
    return {one.learner_id: one.name for one in held.distinct()}


def failed_awards(offering: Offering) -> int:
    """How many awards stand as 不通過: they are in no file."""
    return Award.objects.filter(offering=offering, revoked_at__isnull=True, state=AwardState.FAILED).count()


def group_awards(offering: Offering) -> int:
    """How many 班級/單位 stand: a file lists people, so they are in none."""
    return GroupAward.objects.filter(offering=offering, revoked_at__isnull=True).count()


def papers_of(offering: Offering, *, latest: int = 10) -> Sequence[PaperNote]:
    """The latest files made of an offering. Two statements."""
    papers = Paper.objects.filter(offering=offering).select_related("made_by").order_by("-made_at", "-pk")[:latest]
    labels = profile_labels()
    return [
        PaperNote(
            public_id=paper.public_id,
            label=labels.get(paper.profile, paper.profile),
            file_name=paper.file_name,
            rows=paper.rows,
            left_out=paper.left_out,
            purpose=paper.why,
            sha256=paper.sha256,
            made_on=format_roc_datetime(paper.made_at),
            made_by=paper.made_by.name,
        )
        for paper in papers
    ]


def _standing(offering: Offering, profile: Profile, *, with_history: bool) -> QuerySet[Award]:
    standing = Award.objects.filter(offering=offering, revoked_at__isnull=True).exclude(state=AwardState.FAILED)
    if not with_history:
        nothing = Value(None, output_field=CharField(null=True))
        return standing.annotate(exported_before=Value(False), rejected=nothing).order_by("pk")
    before = PaperRow.objects.filter(award=OuterRef("pk"), paper__profile=profile.code).order_by("-pk")
    rejected = before.filter(portal_state=PortalState.REJECTED).values("portal_reason")[:1]
    there = before.exclude(portal_state=PortalState.REJECTED)
    return standing.annotate(exported_before=Exists(there), rejected=Subquery(rejected)).order_by("pk")


def _candidate(row: tuple[Any, ...], number: str, ecpa_name: str | None) -> Candidate:
    pk, public_id, version, _, learner_public_id, sealed_name, last4, *rest = row
    unit_code, unit_name, digital, in_person, state, source, awarded_at, exported_before, rejected = rest
    name = sealed_name.open(learner_public_id)
    line = LineFacts(
        award=public_id,
        national_id=number,
        id_last4=last4.open(learner_public_id) if isinstance(last4, SealedValue) else "",
        name=ecpa_name or name,
        unit_code=unit_code or "",
        unit_name=unit_name or NO_UNIT_LABEL,
        hours=Hours(digital, in_person),
        state=state,
        state_label=STATE_LABELS[state],
        source_label=SOURCE_LABELS[source],
        awarded_at=awarded_at,
        exported_before=exported_before,
        own_name=name if ecpa_name and ecpa_name != name else "",
        rejected=None if exported_before else rejected,
    )
    return Candidate(pk, version, line)
