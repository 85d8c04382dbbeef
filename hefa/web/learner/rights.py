"""個人資料權利: ask about one's own data, and take everything that is held about one."""

import json

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from hefa.accounts.models import Account
from hefa.base.clock import now
from hefa.base.roc import TAIPEI, format_roc_datetime
from hefa.learners.models import Learner
from hefa.learners.queries import link_of
from hefa.paperwork.actions.rights import RequestStands, ask_right, take_copy
from hefa.paperwork.names.rights import Right
from hefa.paperwork.queries.rights import recipients_of, request_lines, requests_by
from hefa.web.shell.audience import account_of, learner_only
from hefa.web.shell.proof import freshly_proven
from hefa.web.shell.rights import WishForm

AT_ONCE = (Right.ACCESS, Right.COPY)


@learner_only
@sensitive_post_parameters("wish")
@require_http_methods(["GET", "HEAD", "POST"])
def rights(request: HttpRequest) -> HttpResponse:
    """My requests, to whom my data went, and the form; an account that is not proven is told how to go about it."""
    account, at = account_of(request), now()
    learner = _proven(account)
    form = WishForm(request.POST if request.method == "POST" and learner else None)
    if learner is not None and form.is_valid():
        right = Right(form.cleaned_data["right"])
        if right in AT_ONCE:
            return redirect("learner:own_data")
        try:
            ask_right(
                learner=learner,
                right=right,
                wish=form.cleaned_data["wish"],
                account=account,
                entered_by=None,
                organiser=None,
                at=at,
            )
        except RequestStands:
            form.add_error("right", "相同事項的請求已在處理中。")
        else:
            messages.success(request, "已送出請求，處理結果會以電子郵件通知，也會列在這裡。")
            return redirect("learner:rights")
    context = {
        "form": form,
        "proven": learner is not None,
        "lines": request_lines(list(requests_by(account)), on=localdate(at)),
        "recipients": recipients_of(learner) if learner else [],
    }
    return render(request, "learner/rights.html", context)


@learner_only
@freshly_proven(reading=True)
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Everything that is held about me, to read and to print."""
    learner = _proven(account_of(request))
    if learner is None:
        return redirect("learner:rights")
    at = now()
    held = take_copy(learner=learner, account=account_of(request), form="page", at=at)
    tables = [
        (title, list(rows[0]) if rows else [], [list(row.values()) for row in rows]) for title, rows in held.items()
    ]
    return render(request, "learner/own_data.html", {"tables": tables, "taken_at": format_roc_datetime(at)})


@learner_only
@freshly_proven(reading=True)
@require_safe
def own_data_file(request: HttpRequest) -> HttpResponse:
    """The same as a file that machines read."""
    learner = _proven(account_of(request))
    if learner is None:
        return redirect("learner:rights")
    at = now()
    held = take_copy(learner=learner, account=account_of(request), form="json", at=at)
    told = {"網站": settings.HEFA_SITE_NAME, "產生時間": at.astimezone(TAIPEI).isoformat(timespec="seconds"), **held}
    answer = HttpResponse(json.dumps(told, ensure_ascii=False, indent=2), content_type="application/json")
    answer["Content-Disposition"] = content_disposition_header(True, "我的個人資料.json") or "attachment"
    return answer


def _proven(account: Account) -> Learner | None:
    """The person that the account is proven to be; knowing a number is no proof."""
    link = link_of(account)
    return link.learner if link is not None and link.proven_at is not None else None
