"""Rows of uploads are kept for a while only: long enough to mend what was refused, no longer."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from hefa.audit.actions import record
from hefa.audit.names import SYSTEM, Verb
from hefa.paperwork.models import StagedRow, Upload
from hefa.paperwork.names import UploadState
from hefa.paperwork.rules.uploading import CONFIRM_WITHIN, ROWS_KEPT

AT_ONCE = 20
"""So many uploads are purged in one transaction."""


@transaction.atomic
def purge_staged(*, at: datetime) -> int:
    """Expire uploads that nobody confirmed within a week, and purge the rows of those that ended 30 days ago.

    One that stopped and was not resumed in that time has ended too.
    Returns how many uploads lost their rows; the uploads themselves stay with their counts.
    """
    due = _over(at).order_by("pk").select_for_update(skip_locked=True)
    ids = list(due.values_list("pk", flat=True)[:AT_ONCE])
    if not ids:
        return 0
    rows, _ = StagedRow.objects.filter(upload__in=ids).delete()
    Upload.objects.filter(pk__in=ids).update(purged_at=at)
    Upload.objects.filter(pk__in=ids).exclude(state=UploadState.FINISHED).update(state=UploadState.EXPIRED)
    record(
        at=at,
        actor=SYSTEM,
        verb=Verb.EXPIRED_PURGED,
        subject_kind="upload",
        subject_id=None,
        facts={"uploads": len(ids), "rows": rows},
    )
    return len(ids)


def count_staged_over(*, at: datetime) -> int:
    """How many uploads `purge_staged` would take the rows of."""
    return _over(at).count()


def _over(at: datetime) -> QuerySet[Upload]:
    forgotten = Q(state=UploadState.STAGED, uploaded_at__lt=at - CONFIRM_WITHIN)
    ended = Q(state=UploadState.FINISHED, finished_at__lt=at - ROWS_KEPT)
    given_up = Q(state=UploadState.STOPPED, due_at__lt=at - ROWS_KEPT)
    return Upload.objects.filter(forgotten | given_up | ended, purged_at__isnull=True)
