"""機關代碼匯入: upload the file, look at the differences, confirm."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from hefa.base.clock import now
from hefa.units.actions import FileApplied, UnitsOvertaken, apply_units_file, keep_units_file
from hefa.units.models import UnitsFile
from hefa.units.names import Difference
from hefa.units.queries import held_lines
from hefa.units.rules import UnreadableFile, compare, fingerprint, read_units
from hefa.web.operator.paging import page_context
from hefa.web.shell.audience import account_of, operator_only
from hefa.web.shell.forms import PageForm

PER_PAGE = 100
LARGEST_FILE = 20 * 1024 * 1024
REFUSED_SHOWN = 50
FILES_SHOWN = 10


class UnitsFileForm(PageForm):
    """The open data file."""

    file = forms.FileField(
        label="機關代碼檔（CSV）",
        help_text="行政院人事行政總處開放資料的 CSV，UTF-8 或 Big5，20 MB 以內。",
        error_messages={"required": "請選擇檔案。", "empty": "檔案是空的。"},
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("檔案超過 20 MB。")
        return bytes(file.read())


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def units_files(request: HttpRequest) -> HttpResponse:
    """Choose a file; the files of before."""
    sent = request.method == "POST"
    form = UnitsFileForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_valid():
        try:
            kept = keep_units_file(content=form.cleaned_data["file"], by=account_of(request).public_id, at=now())
        except UnreadableFile as problem:
            form.add_error("file", f"{problem}。")
        else:
            return redirect("operator:units_file", kept.public_id)
    files = UnitsFile.objects.defer("content").order_by("-uploaded_at", "-pk")[:FILES_SHOWN]
    return render(request, "operator/units_files.html", {"form": form, "files": files})


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def units_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The differences between a file and the list; confirming takes the file over."""
    file = get_object_or_404(UnitsFile, public_id=public_id)
    if request.method == "POST":
        return _apply(request, file)
    lines, refused = read_units(bytes(file.content))
    changes = compare(lines, held_lines())
    counts = [(one, len([change for change in changes if change.difference == one])) for one in Difference]
    wanted = request.GET.get("show", "")
    shown = [one for one in changes if one.difference == wanted] if wanted in Difference.values else changes
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "file": file,
        "counts": counts,
        "wanted": wanted,
        "changes": page.object_list,
        "unchanged": len(lines) - len(changes),
        "refused": refused[:REFUSED_SHOWN],
        "refused_count": len(refused),
        "fingerprint": fingerprint(changes),
        **page_context(page),
    }
    return render(request, "operator/units_file.html", context)


def _apply(request: HttpRequest, file: UnitsFile) -> HttpResponse:
    try:
        report = apply_units_file(
            file=file, confirmed=request.POST.get("fingerprint", ""), by=account_of(request).public_id, at=now()
        )
    except FileApplied:
        messages.warning(request, "這個檔案先前已匯入，沒有再次匯入。")
        return redirect("operator:units_files")
    except UnitsOvertaken:
        messages.warning(request, "預覽之後機關代碼已有變更，沒有匯入。以下是最新的差異，請確認後再匯入。")
        return redirect("operator:units_file", file.public_id)
    told = f"已匯入：新增 {report.added} 筆，更新 {report.changed} 筆，未變更 {report.unchanged} 筆。"
    messages.success(request, told)
    if report.dangling:
        named = "、".join(report.dangling[:10])
        messages.warning(request, f"檔案與清單都沒有的主管機關或新機關代碼 {len(report.dangling)} 個：{named}")
    return redirect("operator:units_files")
