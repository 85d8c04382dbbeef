"""匯出 of a roster: as what, and why."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from hefa.base.clock import now
from hefa.base.roc import format_roc_datetime
from hefa.organisers.names import Duty
from hefa.paperwork.actions.year import EmptyRoster, RosterPaper, export_roster
from hefa.paperwork.names.year import RosterFormat, YearPurpose
from hefa.paperwork.queries.year import papers_of_roster
from hefa.web.backoffice.year.access import roster_desk
from hefa.web.backoffice.year.forms import RosterExportForm
from hefa.web.shell.audience import officer_only
from hefa.web.shell.proof import freshly_proven


@officer_only(Duty.EXPORT)
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def roster_export(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A POST with the purpose makes the file and delivers it, kept nowhere."""
    at = now()
    desk = roster_desk(request, public_id, at=at)
    officer = desk.officer(Duty.EXPORT)
    form = RosterExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = export_roster(
                roster=desk.roster,
                file_format=RosterFormat(told["file_format"]),
                purpose=YearPurpose(told["purpose"]),
                purpose_note=told["purpose_note"],
                officer=officer,
                on=localdate(at),
                at=at,
            )
        except EmptyRoster:
            form.add_error(None, "名冊還沒有人員，沒有可以匯出的資料。")
        else:
            return _delivered(made)
    papers = [(paper, format_roc_datetime(paper.made_at)) for paper in papers_of_roster(desk.roster)]
    return render(request, "backoffice/year_export.html", {"desk": desk, "form": form, "papers": papers})


def _delivered(made: RosterPaper) -> HttpResponse:
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = content_disposition_header(True, made.file_name) or "attachment"
    return response
