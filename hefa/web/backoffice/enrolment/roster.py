"""下載名冊: which file, what for; then the file, which is kept nowhere."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from hefa.awards.queries import attending, roster
from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.paperwork.actions import MadePaper, NothingToWrite, make_roster
from hefa.paperwork.names import Purpose, RosterFile
from hefa.paperwork.prints.typeset import FontsMissing
from hefa.web.backoffice.access import desk_of
from hefa.web.shell.audience import officer_only
from hefa.web.shell.forms import PageForm
from hefa.web.shell.proof import freshly_proven

PURPOSES = [(one.value, one.label) for one in (Purpose.ROSTER, Purpose.REPORT, Purpose.CHECK, Purpose.OTHER)]


class RosterForm(PageForm):
    """格式 and 用途."""

    kind = forms.ChoiceField(
        label="格式", choices=RosterFile.choices, initial=RosterFile.XLSX, widget=forms.RadioSelect,
        error_messages={"required": "請選擇格式。"},
    )  # fmt: skip
    purpose = forms.ChoiceField(
        label="用途", choices=PURPOSES, initial=Purpose.ROSTER, error_messages={"required": "請選擇用途。"}
    )
    purpose_note = forms.CharField(
        label="用途說明", required=False, max_length=200, help_text="用途選「其他」時請填寫。"
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("purpose") == Purpose.OTHER and not cleaned.get("purpose_note", "").strip():
            self.add_error("purpose_note", "請填寫用途說明。")
        return cleaned


@officer_only(Duty.EXPORT)
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_roster(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for format and purpose; a POST delivers the file and notes who took it and why."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.EXPORT)
    form = RosterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = make_roster(
                offering=desk.offering,
                kind=RosterFile(form.cleaned_data["kind"]),
                purpose=Purpose(form.cleaned_data["purpose"]),
                purpose_note=form.cleaned_data["purpose_note"],
                officer=officer,
                at=at,
            )
        except NothingToWrite:
            form.add_error(None, "名冊上還沒有人。")
        except FontsMissing:
            form.add_error("kind", "這台主機沒有中文字型，無法產生 PDF；請改用其他格式，或請系統管理者安裝字型。")
        else:
            return _delivered(made)
    everybody = attending(roster(desk.offering))
    came = sum(row.state is None for row in everybody)
    context = {"desk": desk, "form": form, "people": len(everybody), "on_site": came}
    return render(request, "backoffice/enrolment_roster.html", context)


def _delivered(made: MadePaper) -> HttpResponse:
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = content_disposition_header(True, made.file_name) or "attachment"
    return response
