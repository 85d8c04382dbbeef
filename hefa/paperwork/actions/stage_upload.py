"""Take a file in: read it, judge each row, keep them sealed until an officer confirms."""

import hashlib
from datetime import datetime
from itertools import islice

from django.db import transaction

from hefa.activities.models import Offering
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.organisers.models import Officer
from hefa.paperwork.actions.staged_rows import Matcher, copy_rows
from hefa.paperwork.models import Upload
from hefa.paperwork.names import UploadKind, UploadState
from hefa.paperwork.papers.intakes import INTAKES
from hefa.paperwork.rules.reading import read_table

CHUNK = 1000
"""Rows read at a time: the memory of an upload does not grow with its length."""


@transaction.atomic
def stage_upload(
    *, kind: UploadKind, offering: Offering | None, file_name: str, content: bytes, officer: Officer, at: datetime
) -> Upload:
    """Read a file for `offering`, or for the offerings that its rows name (ENV_BATCH). Nothing is awarded yet.

    Rows with faults are kept beside the others with their reasons. Raises UnreadableFile with the sentence to show
    when the file as a whole cannot be read; nothing is kept then.
    """
    intake = INTAKES[kind.value]
    table = read_table(content, intake)
    upload = Upload.objects.create(
        organiser=officer.organiser,
        offering=offering,
        kind=kind,
        file_name=file_name[-100:],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        encoding=table.encoding,
        notices=[notice[:500] for notice in table.notices],
        state=UploadState.STAGED,
        uploaded_at=at,
        uploaded_by=officer,
    )
    matcher = Matcher(intake=intake, organiser=officer.organiser, offering=offering, at=at)
    read = iter(table.lines)
    while lines := list(islice(read, CHUNK)):
        rows = matcher.match(lines)
        copy_rows(upload.pk, rows)
        upload.rows += len(rows)
        upload.faulty += sum(bool(row.reason) for row in rows)
        upload.noticed += sum(bool(row.notice) for row in rows)
    upload.save(update_fields=("rows", "faulty", "noticed"))
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=Verb.UPLOAD_STAGED,
        subject_kind="upload",
        subject_id=upload.public_id,
        organiser_id=officer.organiser.public_id,
        facts={"kind": kind.value, "rows": upload.rows, "faulty": upload.faulty, "sha256": upload.sha256},
    )
    return upload
