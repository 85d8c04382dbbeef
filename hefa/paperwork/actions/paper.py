"""Check what would go on paper, and make the paper."""

import hashlib
import io
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import connection, transaction

from hefa.activities.models import Offering
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.base.roc import TAIPEI
from hefa.learners.names import OpeningPurpose
from hefa.learners.vault import open_stored
from hefa.organisers.models import Officer
from hefa.paperwork.models import Paper
from hefa.paperwork.names import ProblemKind, Purpose
from hefa.paperwork.queries import Candidate, candidates, failed_awards, offering_facts
from hefa.paperwork.rules import Finding, OfferingFacts, Profile, Sheet, part_name, parts

INSERT_ROWS = """
INSERT INTO paper_row (paper_id, award_id, award_version)
SELECT %s, award_id, award_version FROM unnest(%s::bigint[], %s::int[]) AS written(award_id, award_version)
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding and whose row it is in; `award` is None when it is in every row, because the activity has it."""

    award: UUID | None
    name: str
    unit: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Preflight:
    """What stands in the way of a file. `rows` counts all that may go in, those with problems included."""

    rows: int
    failed: int
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
        problems += [Problem(line.award, line.name, line.unit_name, finding) for finding in sheet.findings(line)]
    return Preflight(rows, failed_awards(offering), problems)


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
    written, skipped, lines = _written(
        sheet, _candidates(offering, profile, officer=officer, at=at, with_history=False), left_out=left_out
    )
    if not written:
        raise NothingToWrite
    file_name, content_type, content = _packed(_files(sheet, facts, lines), at=at)
    paper = Paper.objects.create(
        organiser=officer.organiser,
        offering=offering,
        profile=profile.code,
        profile_version=profile.version,
        purpose=purpose,
        purpose_note=note,
        file_name=file_name,
        parts=len(list(parts(len(lines), profile.max_rows))),
        rows=len(lines),
        left_out=skipped,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=at,
        made_by=officer.account,
    )
    _note_rows(paper, written)
    _note(paper, officer=officer, at=at)
    return MadePaper(paper, file_name, content_type, content)


def _candidates(
    offering: Offering, profile: Profile, *, officer: Officer, at: datetime, with_history: bool
) -> Iterator[Candidate]:
    """The candidates with their numbers, opened a chunk at a time and on record."""
    numbers_of = partial(_open, purpose=OpeningPurpose.EXPORT, actor=Actor.account(officer.account.public_id), at=at)
    return candidates(offering, profile, numbers_of=numbers_of, with_history=with_history)


def _open(learner_ids: Sequence[int], *, purpose: OpeningPurpose, actor: Actor, at: datetime) -> Mapping[int, str]:
    return open_stored(learner_ids=learner_ids, purpose=purpose, actor=actor, at=at)


def _written(
    sheet: Sheet, found: Iterator[Candidate], *, left_out: Collection[UUID]
) -> tuple[list[tuple[int, int]], int, list[bytes]]:
    """Award and version of each row written, how many were left out, and the rows."""
    unwanted = frozenset(left_out)
    written: list[tuple[int, int]] = []
    rows: list[bytes] = []
    skipped = 0
    for candidate in found:
        if candidate.line.award in unwanted:
            skipped += 1
            continue
        row = sheet.row(candidate.line, number=len(rows) + 1)
        if row is None:
            raise RowsInTheWay
        rows.append(row)
        written.append((candidate.award_id, candidate.version))
    return written, skipped, rows


def _files(sheet: Sheet, facts: OfferingFacts, rows: Sequence[bytes]) -> list[tuple[str, bytes]]:
    """The files by name, each with its own header."""
    cuts = list(parts(len(rows), sheet.profile.max_rows))
    return [
        (
            part_name(sheet.profile, facts, first=first, last=last, alone=len(cuts) == 1),
            b"".join((sheet.head(), *rows[first - 1 : last])),
        )
        for first, last in cuts
    ]


def _packed(files: Sequence[tuple[str, bytes]], *, at: datetime) -> tuple[str, str, bytes]:
    """Name, type and bytes of what is delivered: the file, or a ZIP of the parts."""
    if len(files) == 1:
        name, content = files[0]
        return name, "text/csv", content
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, date_time=at.astimezone(TAIPEI).timetuple()[:6])
            archive.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED)
    stem, _, _ = files[0][0].rpartition("_(")
    return f"{stem}.zip", "application/zip", packed.getvalue()


def _note_rows(paper: Paper, written: Sequence[tuple[int, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSERT_ROWS, [paper.pk, [award for award, _ in written], [version for _, version in written]])


def _note(paper: Paper, *, officer: Officer, at: datetime) -> None:
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
            "purpose": paper.purpose,
            "rows": paper.rows,
            "left_out": paper.left_out,
            "sha256": paper.sha256,
        },
    )
