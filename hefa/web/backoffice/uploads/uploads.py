"""學習資訊上傳進度查詢: every upload with its state, and one of them with its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hefa.activities.queries import has_signed_sheet
from hefa.base.clock import now
from hefa.base.roc import format_roc_datetime
from hefa.organisers.models import Officer
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of, offices_over
from hefa.paperwork.models import Upload
from hefa.paperwork.names import UploadState
from hefa.paperwork.queries.upload import Shown, row_view, rows_of, same_file, taken_over_by, uploads_of
from hefa.paperwork.rules.uploading import ROWS_KEPT, counts_as_reviewed, percent
from hefa.web.backoffice.uploads.forms import ConfirmForm
from hefa.web.shell.audience import account_of, officer_only

PER_PAGE = 20
ROWS_PER_PAGE = 50
LOOKS = {
    UploadState.STAGED: "state-waiting",
    UploadState.STOPPED: "state-failed",
    UploadState.DISCARDED: "state-gone",
    UploadState.EXPIRED: "state-gone",
}


@dataclass(frozen=True, slots=True)
class UploadView:
    """An upload in the words of the page."""

    upload: Upload
    kind: str
    target: str
    state: str
    look: str
    percent: int
    uploaded: str
    uploaded_by: str
    decided: str
    finished: str
    counts: Sequence[tuple[str, int]]

    @property
    def staged(self) -> bool:
        return self.upload.state == UploadState.STAGED

    @property
    def stopped(self) -> bool:
        return self.upload.state == UploadState.STOPPED

    @property
    def refused(self) -> int:
        return self.upload.faulty + self.upload.refused


@officer_only()
@require_safe
def uploads(request: HttpRequest) -> HttpResponse:
    """Every upload of the officer's organisers, latest first. The table renews itself while one is on the way."""
    at = now()
    page = Paginator(uploads_of(account_of(request), on=localdate(at)), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    keepers = taken_over_by(shown)
    rows = [upload_view(upload, keeper=keepers.get(upload.pk, "")) for upload in shown]
    context = {
        "rows": rows,
        "running": any(row.upload.running for row in rows),
        "may_record": may_record(request, at=at),
        **paging(page),
    }
    return render(request, "backoffice/uploads.html", context)


@officer_only()
@require_safe
def upload(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One upload: its counts, its rows, and what can be decided."""
    return upload_page(request, upload_of(request, public_id, at=now()))


def upload_page(request: HttpRequest, held: Upload, *, form: ConfirmForm | None = None) -> HttpResponse:
    """Draw the page; `form` is the confirmation as it was sent, with what is wrong with it."""
    at = now()
    asked = request.GET.get("show", "")
    shown = Shown(asked) if asked in tuple(Shown) else Shown.ALL
    page = Paginator(rows_of(held, shown), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    staged = held.state == UploadState.STAGED
    twin = same_file(held) if staged else None
    counts_at_once = counts_as_reviewed(
        rows=held.ready,
        alone=settings.HEFA_HAND_ROWS_ALONE,
        own=held.uploaded_by.account_id == account_of(request).pk,
        signed_sheet=staged and held.offering is not None and has_signed_sheet(held.offering),
    )
    context: dict[str, Any] = {
        "view": upload_view(held, keeper=taken_over_by([held]).get(held.pk, "")),
        "held": held,
        "rows": [row_view(held, row) for row in page.object_list],
        "shown": shown,
        "tabs": _tabs(held),
        "form": form or ConfirmForm(),
        "twin": upload_view(twin) if twin else None,
        "asks_second": not counts_at_once,
        "may_record": _recording_office(request, held, at=at) is not None,
        "kept_days": ROWS_KEPT.days,
        "alone": settings.HEFA_HAND_ROWS_ALONE,
        **paging(page),
    }
    return render(request, "backoffice/upload.html", context)


def upload_of(request: HttpRequest, public_id: UUID, *, at: datetime) -> Upload:
    """An upload of an organiser for which whoever asks holds office. Raises Http404."""
    return get_object_or_404(uploads_of(account_of(request), on=localdate(at)), public_id=public_id)


def officer_for(request: HttpRequest, held: Upload, *, at: datetime) -> Officer:
    """The office that may decide about this upload. Raises PermissionDenied, in words."""
    officer = _recording_office(request, held, at=at)
    if officer is None:
        raise PermissionDenied(f"您沒有「{Duty.RECORD.label}」的權限，請洽開課單位。")
    return officer


def may_record(request: HttpRequest, *, at: datetime) -> bool:
    """Whether whoever asks may upload anything at all."""
    return officers_of(account_of(request), on=localdate(at), duty=Duty.RECORD).exists()


def upload_view(held: Upload, *, keeper: str = "") -> UploadView:
    """The words of an upload that `uploads_of` brought; `keeper` is whoever took it over from its uploader."""
    state = UploadState(held.state)
    offering = held.offering
    return UploadView(
        upload=held,
        kind=held.get_kind_display(),
        target=f"{offering.activity.name} 第 {offering.number} 期" if offering else "依檔案內的課程與期別",
        state=str(state.label),
        look=LOOKS.get(state, ""),
        percent=percent(done=held.done, rows=held.rows),
        uploaded=format_roc_datetime(held.uploaded_at),
        uploaded_by=held.uploaded_by.account.name + (f"（移交給 {keeper}）" if keeper else ""),
        decided=_decided(held),
        finished=format_roc_datetime(held.finished_at) if held.finished_at else "",
        counts=_counts(held),
    )


def paging(page: Any) -> dict[str, int]:
    """The names that `shell/paging.html` needs."""
    return {
        "total": page.paginator.count,
        "first": page.start_index() if page.paginator.count else 0,
        "last": page.end_index() if page.paginator.count else 0,
        "page": page.number,
        "pages": page.paginator.num_pages,
    }


def _recording_office(request: HttpRequest, held: Upload, *, at: datetime) -> Officer | None:
    offices = offices_over(account_of(request), held.organiser, on=localdate(at))
    return next((officer for officer in offices if officer.has(Duty.RECORD)), None)


def _decided(held: Upload) -> str:
    if held.confirmed_by is not None and held.confirmed_at is not None:
        return f"{format_roc_datetime(held.confirmed_at)} {held.confirmed_by.account.name} 確認"
    if held.discarded_by is not None and held.discarded_at is not None:
        return f"{format_roc_datetime(held.discarded_at)} {held.discarded_by.account.name} 放棄"
    return ""


def _counts(held: Upload) -> Sequence[tuple[str, int]]:
    if held.confirmed_at is None:
        told = [("可登錄", held.ready), ("有錯誤", held.faulty), ("提醒", held.noticed)]
    else:
        told = [
            ("已登錄", held.entered),
            ("其中姓名不符", held.name_differs),
            ("已登錄時數（重複）", held.already),
            ("退回", held.faulty + held.refused),
        ]
    return [(label, count) for label, count in told if count or label in ("可登錄", "已登錄")]


def _tabs(held: Upload) -> Sequence[tuple[Shown, str, int]]:
    told = (
        (Shown.ALL, "全部", held.rows),
        (Shown.REFUSED, "只看有錯誤", held.faulty + held.refused),
        (Shown.NOTICED, "只看提醒", held.noticed),
        (Shown.NAME_DIFFERS, "姓名不符", held.name_differs),
        (Shown.ALREADY, "已登錄時數", held.already),
    )
    return [one for one in told if one[2] or one[0] == Shown.ALL]
