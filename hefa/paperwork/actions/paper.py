"""Check what would go on paper, and make the paper."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from hefa.activities.models import Offering
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.learners.names import OpeningPurpose
from hefa.learners.vault import open_stored
from hefa.organisers.models import Officer
from hefa.paperwork.models import Paper, PaperPart
from hefa.paperwork.names import FileKind, ProblemKind, Purpose
from hefa.paperwork.prints.packing import file_of, packed
from hefa.paperwork.queries import Candidate, candidates, failed_awards, group_awards, offering_facts
from hefa.paperwork.rules import Finding, OfferingFacts, Profile, Sheet, part_name, parts

INSERT_ROWS = """
INSERT INTO paper_row (paper_id, award_id, award_version, part, line, lines, digital_hours, in_person_hours)
SELECT %s, w.award_id, w.award_version, w.part, w.line, w.lines, a.digital_hours, a.in_person_hours
FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::int[], %s::int[])
     WITH ORDINALITY AS w(award_id, award_version, part, line, lines, n)
LEFT JOIN award a ON a.id = w.award_id AND a.version = w.award_version
ORDER BY w.n
"""
"""Hours are those of the version that was written; of an award that was changed in this very moment they stay empty."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding and whose row it is in; `award` is None when it is in every row, because the activity has it."""

    award: UUID | None
    name: str
    unit: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Preflight:
    """What stands in the way of a file. `rows` counts all that may go in, those with problems included.

    `failed` awards and `groups` (班級/單位) are in no file.
    """

    rows: int
    failed: int
    groups: int
    problems: Sequence[Problem]

    @property
    def of_offering(self) -> Sequence[Problem]:
        """Problems that only mending the activity takes away."""
        return [problem for problem in self.problems if problem.award is None]

    @property
    def blocked(self) -> frozenset[UUID]:
        """The awards that cannot go in as they are."""
        return frozenset(
            problem.award for problem in self.problems if problem.award is not None and problem.finding.blocking
        )

    @property
    def exported_before(self) -> frozenset[UUID]:
        """The awards that went out under this profile before."""
        return frozenset(
            problem.award
            for problem in self.problems
            if problem.award is not None and problem.finding.kind == ProblemKind.EXPORTED_BEFORE
        )


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A file ready to be delivered. It is kept nowhere: once delivered, only its hash remains."""

    paper: Paper
    file_name: str
    content_type: str
    content: bytes


@dataclass(slots=True)
class Written:
    """The awards of a file as they were written, column by column: a list of thousands is noted in one statement.

    `lines` tells how many lines each award has, `rows` holds the lines: bytes, or the cells of a workbook.
    """

    awards: list[int] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)
    skipped: int = 0

    def add(self, candidate: Candidate, rows: Sequence[Any]) -> None:
        self.awards.append(candidate.award_id)
        self.versions.append(candidate.version)
        self.lines.append(len(rows))
        self.rows += rows


class RowsInTheWay(Exception):
    """Rows have problems that the officer has not chosen to leave out, or the activity itself has. No file is made."""


class NothingToWrite(Exception):
    """No row is left for the file."""


class PurposeMissing(ValueError):
    """The purpose is 其他 and nothing says which."""


@transaction.atomic
def preflight(*, offering: Offering, profile: Profile, officer: Officer, at: datetime) -> Preflight:
    """List per row what stands in the way of a file, before it is made.

    Numbers are opened if the profile writes them, to check them: that is on record as any other opening.
    """
    sheet = Sheet(profile, offering_facts(offering))
    problems = [Problem(None, "", "", finding) for finding in sheet.offering_findings]
    rows = 0
    for candidate in _candidates(offering, profile, officer=officer, at=at, with_history=True):
        line = candidate.line
        rows += 1
        problems += [
            Problem(line.award, line.own_name or line.name, line.unit_name, finding) for finding in sheet.findings(line)
        ]
    return Preflight(rows, failed_awards(offering), group_awards(offering), problems)


@transaction.atomic
def make_paper(
    *,
    offering: Offering,
    profile: Profile,
    purpose: Purpose,
    purpose_note: str,
    left_out: Collection[UUID],
    officer: Officer,
    at: datetime,
) -> MadePaper:
    """Make the file, without the awards in `left_out`, and note who took what out and why, with the hash of its bytes.

    Every row is judged again while it is written: raises RowsInTheWay if one may not stand in the file, and then
    nothing is noted. Raises NothingToWrite and PurposeMissing. Several parts come as one ZIP.
    """
    note = purpose_note.strip()
    if purpose == Purpose.OTHER and not note:
        raise PurposeMissing
    facts = offering_facts(offering)
    sheet = Sheet(profile, facts)
    if any(finding.blocking for finding in sheet.offering_findings):
        raise RowsInTheWay
    found = _candidates(offering, profile, officer=officer, at=at, with_history=False)
    written = _written(sheet, found, left_out=frozenset(left_out))
    if not written.awards:
        raise NothingToWrite
    cuts = list(parts(written.lines, profile.max_rows))
    files = _files(sheet, facts, written.rows, cuts, at=at)
    file_name, content_type, content = packed(files, profile.kind, at=at)
    paper = Paper.objects.create(
        organiser=officer.organiser,
        offering=offering,
        profile=profile.code,
        profile_version=profile.version,
        dialect=profile.dialect,
        purpose=purpose,
        purpose_note=note,
        file_name=file_name,
        parts=len(cuts),
        rows=len(written.awards),
        left_out=written.skipped,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=at,
        made_by=officer.account,
    )
    _note_parts(paper, files, cuts)
    _note_rows(paper, written, cuts)
    note_paper(paper, officer=officer, at=at)
    return MadePaper(paper, file_name, content_type, content)


def _candidates(
    offering: Offering, profile: Profile, *, officer: Officer, at: datetime, with_history: bool
) -> Iterator[Candidate]:
    """The candidates with their numbers, opened a chunk at a time and on record."""
    numbers_of = partial(_open, officer=officer, at=at)
    return candidates(offering, profile, numbers_of=numbers_of, with_history=with_history)


def _open(learner_ids: Sequence[int], *, officer: Officer, at: datetime) -> Mapping[int, str]:
    return open_stored(
        learner_ids=learner_ids,
        purpose=OpeningPurpose.EXPORT,
        actor=Actor.account(officer.account.public_id),
        organiser_id=officer.organiser.public_id,
        at=at,
    )


def _written(sheet: Sheet, found: Iterator[Candidate], *, left_out: frozenset[UUID]) -> Written:
    """Write every candidate but those left out. Raises RowsInTheWay at the first that may not stand in the file."""
    rows_of = sheet.rows if sheet.profile.kind == FileKind.CSV else sheet.cells
    written = Written()
    for candidate in found:
        if candidate.line.award in left_out:
            written.skipped += 1
            continue
        rows = rows_of(candidate.line, number=len(written.rows) + 1)
        if rows is None:
            raise RowsInTheWay
        written.add(candidate, rows)
    return written


def _files(
    sheet: Sheet, facts: OfferingFacts, rows: Sequence[Any], cuts: Sequence[tuple[int, int]], *, at: datetime
) -> list[tuple[str, bytes]]:
    """The files by name, each with its own header."""
    return [
        (
            part_name(sheet.profile, facts, first=first, last=last, alone=len(cuts) == 1),
            file_of(sheet, rows[first - 1 : last], at=at),
        )
        for first, last in cuts
    ]


def _note_parts(paper: Paper, files: Sequence[tuple[str, bytes]], cuts: Sequence[tuple[int, int]]) -> None:
    PaperPart.objects.bulk_create(
        PaperPart(paper=paper, number=number, file_name=name, rows=last - first + 1)
        for number, ((name, _), (first, last)) in enumerate(zip(files, cuts, strict=True), start=1)
    )


def _note_rows(paper: Paper, written: Written, cuts: Sequence[tuple[int, int]]) -> None:
    parts_of, lines_of = _places(written.lines, cuts)
    columns = (written.awards, written.versions, parts_of, lines_of, written.lines)
    with connection.cursor() as cursor:
        cursor.execute(INSERT_ROWS, [paper.pk, *columns])


def _places(lines: Sequence[int], cuts: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The part of each award and its first line in there, counted below the header."""
    parts_of, lines_of = [], []
    part, line = 0, 1
    for count in lines:
        while line > cuts[part][1]:
            part += 1
        parts_of.append(part + 1)
        lines_of.append(line - cuts[part][0] + 1)
        line += count
    return parts_of, lines_of


def note_paper(paper: Paper, *, officer: Officer, at: datetime) -> None:
    """Put on record that a paper left, with the hash of its bytes."""
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=Verb.PAPER_MADE,
        subject_kind="paper",
        subject_id=paper.public_id,
        organiser_id=officer.organiser.public_id,
        facts={
            "profile": paper.profile,
            "profile_version": paper.profile_version,
            **({"dialect": paper.dialect} if paper.dialect else {}),
            "purpose": paper.purpose,
            "rows": paper.rows,
            "left_out": paper.left_out,
            "sha256": paper.sha256,
        },
    )
