"""Enter what is due, a chunk at a time. Rows, awards and counts of a chunk stand or fall together.

There is no cursor to lose: the next chunk is what is still READY. Whoever works at an upload holds its row locked, so
two workers never take the same chunk; one that is killed lets go of the lock with its connection, and of its chunk.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from django.db import connection, transaction
from django.db.models import F

from hefa.activities.models import Offering
from hefa.audit.actions import record
from hefa.audit.names import SYSTEM, Actor, Verb
from hefa.awards.actions import EnteredRow, EntryAnswer, enter_awards
from hefa.awards.names import AwardSource, Refusal
from hefa.awards.rules import Refused, Review
from hefa.base.hours import Hours
from hefa.base.national_id import NationalId
from hefa.learners.names import OpeningPurpose
from hefa.learners.vault import open_numbers
from hefa.paperwork.models import StagedRow, Upload
from hefa.paperwork.names import RowState, UploadState
from hefa.paperwork.papers.intakes import INTAKES
from hefa.paperwork.queries.upload import told_person
from hefa.paperwork.rules.uploading import MOST_TRIES, wait_before_try

CHUNK = 1000
SETTLE_ROWS = """
UPDATE staged_row SET state = told.state, reason = told.reason
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS told(id, state, reason)
WHERE staged_row.id = told.id AND staged_row.state = 'ready'
"""
DUE = (UploadState.DUE, UploadState.ENTERING)
Outcome = tuple[RowState, str]


class ChunkLost(Exception):
    """Rows of a chunk were settled by somebody else although it was locked: nothing of it is kept."""


def enter_next_chunk(*, at: datetime, most: int = CHUNK) -> bool:
    """Enter up to `most` rows of the upload that has waited longest. False when nothing is due.

    A chunk that fails is rolled back and tried again later, five times; then the upload stops and says so. The error
    is raised all the same.
    """
    upload_id: int | None = None
    try:
        with transaction.atomic():
            upload = _claimed(at)
            if upload is None:
                return False
            upload_id = upload.pk
            _enter_chunk(upload, at=at, most=most)
            return True
    except Exception:
        if upload_id is not None:
            _put_off(upload_id, at=at)
        raise


def _claimed(at: datetime) -> Upload | None:
    due = Upload.objects.filter(state__in=DUE, due_at__lte=at).order_by("confirmed_at", "pk")
    return (
        due.select_related("confirmed_by__account", "confirmed_by__organiser")
        .select_for_update(skip_locked=True, of=("self",))
        .first()
    )


def _enter_chunk(upload: Upload, *, at: datetime, most: int) -> None:
    rows = list(StagedRow.objects.filter(upload=upload, state=RowState.READY).order_by("offering_id", "line")[:most])
    outcomes = {row.pk: outcome for row, outcome in _entered(upload, rows, at=at)}
    _settle(outcomes)
    states = [state for state, _ in outcomes.values()]
    last = len(rows) < most
    Upload.objects.filter(pk=upload.pk).update(
        state=UploadState.FINISHED if last else UploadState.ENTERING,
        started_at=upload.started_at or at,
        finished_at=at if last else None,
        tries=0,
        entered=F("entered") + states.count(RowState.ENTERED) + states.count(RowState.NAME_DIFFERS),
        name_differs=F("name_differs") + states.count(RowState.NAME_DIFFERS),
        already=F("already") + states.count(RowState.ALREADY),
        refused=F("refused") + states.count(RowState.REFUSED),
    )
    if last:
        _note_end(upload, at=at)


def _entered(upload: Upload, rows: Sequence[StagedRow], *, at: datetime) -> Iterator[tuple[StagedRow, Outcome]]:
    """Offering by offering, in the order of their row numbers."""
    people = _people(upload, rows, at=at)
    offerings = Offering.objects.select_related("activity").in_bulk({row.offering_id for row in rows})
    for offering_id, group in groupby(rows, key=lambda row: row.offering_id):
        here = list(group)
        assert upload.confirmed_by is not None and offering_id is not None  # noqa: S101 - held by constraints
        answers = enter_awards(
            offering=offerings[offering_id],
            rows=[EnteredRow(people[row.pk][1], people[row.pk][0], row.unit_id, _hours(row)) for row in here],
            source=AwardSource.UPLOAD,
            reviewed=upload.reviewed,
            officer=upload.confirmed_by,
            at=at,
            late_reason=f"{upload.get_purpose_display()} {upload.purpose_note}".strip(),
        )
        yield from zip(here, map(_outcome, answers), strict=True)


def _people(upload: Upload, rows: Sequence[StagedRow], *, at: datetime) -> Mapping[int, tuple[str, NationalId]]:
    """Name and number of each row. Lists without numbers take those of the learners that were found, on record."""
    intake = INTAKES[upload.kind]
    known = [row.learner_id for row in rows if row.learner_id is not None]
    assert upload.confirmed_by is not None  # noqa: S101 - held by a constraint
    numbers: Mapping[int, NationalId] = {}
    if known:
        numbers = open_numbers(
            learner_ids=known,
            purpose=OpeningPurpose.UPLOAD,
            actor=Actor.account(upload.confirmed_by.account.public_id),
            organiser_id=upload.confirmed_by.organiser.public_id,
            at=at,
        )
    found = {}
    for row in rows:
        name, number = told_person(intake, row)
        found[row.pk] = (name, numbers[row.learner_id] if row.learner_id is not None else NationalId.parse(number))
    return found


def _hours(row: StagedRow) -> Hours | None:
    if row.digital_hours is None or row.in_person_hours is None:
        return None
    return Hours.of(row.digital_hours, row.in_person_hours)


def _outcome(answer: EntryAnswer) -> Outcome:
    decision = answer.decision
    if isinstance(decision, Review):
        told = "、".join(str(reason.label) for reason in decision.reasons)
        return RowState.REFUSED, f"{told}；確認無誤時，請在「登錄 / 維護學習時數」逐筆登錄"
    if isinstance(decision, Refused):
        already = decision.reason == Refusal.ALREADY_AWARDED
        return (RowState.ALREADY, "") if already else (RowState.REFUSED, str(decision.reason.label))
    return (RowState.NAME_DIFFERS if answer.name_differs else RowState.ENTERED), ""


def _settle(outcomes: Mapping[int, Outcome]) -> None:
    told = outcomes.values()
    with connection.cursor() as cursor:
        cursor.execute(SETTLE_ROWS, [list(outcomes), [state for state, _ in told], [reason for _, reason in told]])
        if cursor.rowcount != len(outcomes):
            raise ChunkLost


def _note_end(upload: Upload, *, at: datetime) -> None:
    upload.refresh_from_db(fields=("entered", "already", "refused"))
    record(
        at=at,
        actor=SYSTEM,
        verb=Verb.UPLOAD_ENTERED,
        subject_kind="upload",
        subject_id=upload.public_id,
        organiser_id=upload.organiser.public_id,
        facts={"entered": upload.entered, "already": upload.already, "refused": upload.refused},
    )


@transaction.atomic
def _put_off(upload_id: int, *, at: datetime) -> None:
    upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload_id)
    tries = upload.tries + 1
    Upload.objects.filter(pk=upload_id, state__in=DUE).update(
        tries=tries,
        due_at=at + wait_before_try(tries),
        state=UploadState.STOPPED if tries >= MOST_TRIES else upload.state,
    )
