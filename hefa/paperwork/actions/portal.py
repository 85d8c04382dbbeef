"""標示上傳狀態: what became of a file at its portal, as the officer says or as the portal's list of errors tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.learners.names import OpeningPurpose
from hefa.learners.vault import open_stored_ever
from hefa.organisers.models import Officer
from hefa.paperwork.models import PaperPart, PaperRow
from hefa.paperwork.names import PortalState
from hefa.paperwork.rules import ReplyColumns, WrittenRow, matched, without_numbers

LONGEST_REASON = 200
REJECT_ROWS = """
UPDATE paper_row SET portal_state = 'rejected', portal_reason = told.reason
FROM unnest(%s::bigint[], %s::text[]) AS told(id, reason)
WHERE paper_row.id = told.id AND paper_row.paper_id = %s AND paper_row.part = %s
"""


@dataclass(frozen=True, slots=True)
class FoundReply:
    """An award that the portal sent back, as its list was read."""

    key: int
    name: str
    line: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class ReplyReading:
    """A portal's list put to a file: who was sent back, the rows of the list that match nobody, and all in the file."""

    found: Sequence[FoundReply]
    strangers: Sequence[int]
    total: int

    @property
    def rejected(self) -> Mapping[int, str]:
        """What `take_reply` wants."""
        return {one.key: one.reason for one in self.found}


@transaction.atomic
def mark_part(
    *, part: PaperPart, version: int, state: PortalState, reason: str, officer: Officer, at: datetime
) -> bool:
    """Mark a file, and each award in it, as this state. False when it was marked otherwise since `version`.

    `reason` is kept with what was sent back, and only then.
    """
    if not _marked(part, version, state, officer=officer, at=at):
        return False
    told = without_numbers(reason.strip())[:LONGEST_REASON] if state == PortalState.REJECTED else ""
    PaperRow.objects.filter(paper=part.paper_id, part=part.number).update(portal_state=state, portal_reason=told)
    _note(Verb.PORTAL_MARKED, part, {"state": state.value}, officer=officer, at=at)
    return True


@transaction.atomic
def read_reply(
    *, part: PaperPart, rows: Sequence[Sequence[str]], columns: ReplyColumns, officer: Officer, at: datetime
) -> ReplyReading:
    """Find the people of a portal's list in the file, by a number that has given way to another since, too.

    Nothing is changed; numbers opened to compare are on record.
    """
    written = PaperRow.objects.filter(paper=part.paper_id, part=part.number).select_related("award__learner")
    held = {row.pk: row for row in written.order_by("line", "pk")}
    numbers: Mapping[int, Sequence[str]] = {}
    if columns.national_id is not None:
        numbers = open_stored_ever(
            learner_ids=[row.award.learner_id for row in held.values()],
            purpose=OpeningPurpose.PORTAL_REPLY,
            actor=Actor.account(officer.account.public_id),
            organiser_id=officer.organiser.public_id,
            at=at,
        )
    in_file = [
        WrittenRow(row.pk, row.line or 0, row.lines, tuple(numbers.get(row.award.learner_id, ())))
        for row in held.values()
    ]
    replies, strangers = matched(rows, columns, in_file)
    found = [
        FoundReply(one.key, held[one.key].award.learner.name, held[one.key].line, without_numbers(one.reason))
        for one in replies
    ]
    return ReplyReading(found, strangers, len(held))


@transaction.atomic
def take_reply(*, part: PaperPart, version: int, rejected: Mapping[int, str], officer: Officer, at: datetime) -> bool:
    """Note the portal's answer: the rows in `rejected` (by their key) were sent back with a reason, the rest accepted.

    Numbers of people inside a reason are masked. False when the file was marked otherwise since `version`.
    """
    rows = PaperRow.objects.filter(paper=part.paper_id, part=part.number)
    state = PortalState.REJECTED if len(rejected) >= rows.count() else PortalState.ACCEPTED
    if not _marked(part, version, state, officer=officer, at=at):
        return False
    rows.update(portal_state=PortalState.ACCEPTED, portal_reason="")
    reasons = [without_numbers(reason.strip())[:LONGEST_REASON] for reason in rejected.values()]
    with connection.cursor() as cursor:
        cursor.execute(REJECT_ROWS, [list(rejected), reasons, part.paper_id, part.number])
    facts = {"state": state.value, "rejected": len(rejected)}
    _note(Verb.PORTAL_REPLIED, part, facts, officer=officer, at=at)
    return True


def _marked(part: PaperPart, version: int, state: PortalState, *, officer: Officer, at: datetime) -> int:
    return PaperPart.objects.filter(pk=part.pk, version=version).update(
        state=state, state_at=at, state_by=officer.account, version=F("version") + 1
    )


def _note(verb: Verb, part: PaperPart, facts: Mapping[str, object], *, officer: Officer, at: datetime) -> None:
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=verb,
        subject_kind="paper",
        subject_id=part.paper.public_id,
        organiser_id=officer.organiser.public_id,
        facts={"part": part.number, **facts},
    )
