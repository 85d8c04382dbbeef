"""What an officer decides of an upload that has been looked at: confirm it, discard it, have it tried again."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from hefa.activities.queries import has_signed_sheet
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.awards.rules import is_late
from hefa.organisers.models import Officer
from hefa.paperwork.models import StagedRow, Upload
from hefa.paperwork.names import UploadPurpose, UploadState
from hefa.paperwork.queries.upload import years_of
from hefa.paperwork.rules.uploading import counts_as_reviewed


class UploadOvertaken(Exception):
    """Somebody else has confirmed or discarded the upload meanwhile, or its time had run out. Nothing was changed."""


class NothingToEnter(Exception):
    """Every row of the upload has faults."""


class UploadPurposeMissing(ValueError):
    """The purpose is 其他 and nothing says which."""


class LateReasonMissing(ValueError):
    """Some of the hours come after their year's deadline (逾期補登), and nothing says why."""


@transaction.atomic
def confirm_upload(
    *, upload: Upload, purpose: UploadPurpose, purpose_note: str, alone: int, officer: Officer, at: datetime
) -> bool:
    """Let the job enter the rows without faults. True when they count at once, False when they wait as 待覆核.

    Up to `alone` rows count on the word of whoever uploaded them.
    Raises UploadOvertaken, NothingToEnter, UploadPurposeMissing, LateReasonMissing.
    """
    note = purpose_note.strip()
    if purpose == UploadPurpose.OTHER and not note:
        raise UploadPurposeMissing
    if not note and any(is_late(year, at) for year in years_of(upload)):
        raise LateReasonMissing
    reviewed = counts_as_reviewed(
        rows=upload.ready,
        alone=alone,
        own=upload.uploaded_by.account_id == officer.account_id,
        signed_sheet=upload.offering is not None and has_signed_sheet(upload.offering),
    )
    confirmed = Upload.objects.filter(pk=upload.pk, state=UploadState.STAGED, rows__gt=F("faulty")).update(
        state=UploadState.DUE,
        purpose=purpose,
        purpose_note=note,
        reviewed=reviewed,
        confirmed_at=at,
        confirmed_by=officer,
        due_at=at,
    )
    if not confirmed:
        raise UploadOvertaken if upload.ready else NothingToEnter
    _note(
        Verb.UPLOAD_CONFIRMED, upload, officer, at,
        {"purpose": purpose.value, "rows": upload.ready, "reviewed": reviewed},
    )  # fmt: skip
    return reviewed


@transaction.atomic
def discard_upload(*, upload: Upload, officer: Officer, at: datetime) -> None:
    """Second thoughts: the rows are thrown away, the upload stays on the list. Raises UploadOvertaken."""
    discarded = Upload.objects.filter(pk=upload.pk, state=UploadState.STAGED).update(
        state=UploadState.DISCARDED, discarded_at=at, discarded_by=officer, purged_at=at
    )
    if not discarded:
        raise UploadOvertaken
    StagedRow.objects.filter(upload=upload).delete()
    _note(Verb.UPLOAD_DISCARDED, upload, officer, at, {})


@transaction.atomic
def resume_upload(*, upload: Upload, officer: Officer, at: datetime) -> None:
    """Have an upload that stopped tried again from where it stood. Raises UploadOvertaken."""
    stopped = Upload.objects.filter(pk=upload.pk, state=UploadState.STOPPED)
    if not stopped.update(state=UploadState.DUE, due_at=at, tries=0):
        raise UploadOvertaken
    _note(Verb.UPLOAD_RESUMED, upload, officer, at, {})


def _note(verb: Verb, upload: Upload, officer: Officer, at: datetime, facts: dict[str, object]) -> None:
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=verb,
        subject_kind="upload",
        subject_id=upload.public_id,
        organiser_id=officer.organiser.public_id,
        facts=facts,
    )
