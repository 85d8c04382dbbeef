"""匯出後異動: what officers have dealt with at the portal, and the list as they take it with them."""

import csv
import hashlib
import io
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.organisers.models import Officer
from hefa.paperwork.models import PaperRow
from hefa.paperwork.prints.workbook import harmless
from hefa.paperwork.queries import NOT_HANDLED, ChangedRow
from hefa.paperwork.queries.changes import PERSON_CHANGED_AT

HEADER = ("姓名", "身分證字號末四碼", "活動", "檔案", "匯出時間", "格式", "異動", "處理方式", "處理情形")


@transaction.atomic
def handle_changes(
    *, versions: Collection[tuple[UUID, UUID, int, datetime | None]], officer: Officer, at: datetime
) -> int:
    """Tick changes as dealt with at the portal; how many were ticked. Those that moved on meanwhile are not.

    Each is named by its paper, its award, the award's version on screen and when the person was last given
    another name or number: whatever is changed later comes back.
    """
    ticked = 0
    for paper, award, version, person_changed_at in sorted(versions, key=lambda one: one[:3]):
        ticked += (
            PaperRow.objects.annotate(person_changed_at=PERSON_CHANGED_AT)
            .filter(
                NOT_HANDLED,
                paper__public_id=paper,
                paper__organiser=officer.organiser,
                award__public_id=award,
                award__version=version,
                person_changed_at=person_changed_at,
            )
            .update(handled_version=version, handled_at=at, handled_by=officer.account)
        )
    if ticked:
        _note(Verb.CHANGES_HANDLED, officer, {"rows": ticked}, at=at)
    return ticked


@transaction.atomic
def changes_file(*, rows: Sequence[ChangedRow], officer: Officer, at: datetime) -> bytes:
    """The list as CSV for people; who took it and the hash of its bytes are on record."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in rows:
        texts = (row.name, row.id_masked, row.offering, row.file_name, row.made_on, row.label, row.change, row.todo,
                 row.handled)  # fmt: skip
        writer.writerow([harmless(text) for text in texts])
    content = made.getvalue().encode("utf-8-sig")
    _note(Verb.CHANGES_TAKEN, officer, {"rows": len(rows), "sha256": hashlib.sha256(content).hexdigest()}, at=at)
    return content


def _note(verb: Verb, officer: Officer, facts: dict[str, object], *, at: datetime) -> None:
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=verb,
        subject_kind="organiser",
        subject_id=officer.organiser.public_id,
        organiser_id=officer.organiser.public_id,
        facts=facts,
    )
