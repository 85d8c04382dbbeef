"""指定本期講師: who teaches an offering."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from hefa.activities.actions import assign_lecturers
from hefa.activities.queries import LecturerSearch, lecturers_of, own_lecturers, teachers_of
from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.web.backoffice.access import desk_of
from hefa.web.shell.audience import account_of, officer_only


@officer_only(Duty.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def teaching(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Check who teaches; a retired lecturer who taught already stays in the choice."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.MANAGE)
    if request.method == "POST":
        try:
            wanted = [UUID(one) for one in request.POST.getlist("lecturer")]
        except ValueError:
            raise BadRequest("表單內容不完整，請回上頁重新整理後再送出。") from None
        added, removed = assign_lecturers(offering=desk.offering, lecturers=wanted, officer=officer, at=at)
        told = f"已儲存本期講師：新增 {added} 位，移除 {removed} 位。"
        messages.success(request, told if added or removed else "沒有需要儲存的變更。")
        return redirect("backoffice:teaching", public_id)
    teachers = {one.public_id for one in teachers_of(desk.offering)}
    own = lecturers_of(account_of(request), on=localdate(at)).filter(
        organiser__in=(desk.offering.activity.organiser_id, officer.organiser_id)
    )
    standing = own_lecturers(own, LecturerSearch())
    retired = [row for row in own_lecturers(own, LecturerSearch(retired=True)) if row.public_id in teachers]
    rows = [(row, row.public_id in teachers) for row in (*standing, *retired)]
    return render(request, "backoffice/teaching.html", {"desk": desk, "rows": rows})
