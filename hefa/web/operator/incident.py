"""事故影響範圍: who was affected by what an account, a station or an export did in a window of time."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from hefa.accounts.queries import account_by_username
from hefa.audit.names import Actor
from hefa.base.clock import now
from hefa.base.roc import TAIPEI
from hefa.paperwork.actions.incident import pack_incident
from hefa.paperwork.queries.incident import Incident
from hefa.web.shell.audience import account_of, operator_only
from hefa.web.shell.forms import PageForm
from hefa.web.shell.offering_filter import RocDateField
from hefa.web.shell.proof import freshly_proven
from hefa.web.shell.reason import ReasonField
from hefa.web.shell.site import named_site


class IncidentForm(PageForm):
    """The window, what narrows it, and what the list is for."""

    since = RocDateField(label="日期起", error_messages={"required": "請輸入日期起。"})
    until = RocDateField(label="日期迄", error_messages={"required": "請輸入日期迄。"})
    account = forms.CharField(label="操作者帳號", required=False, max_length=150)
    station = forms.UUIDField(label="掃描點編號", required=False, error_messages={"invalid": "編號的格式不正確。"})
    paper = forms.UUIDField(label="匯出編號", required=False, error_messages={"invalid": "編號的格式不正確。"})
    purpose = ReasonField(label="用途")

    def clean_account(self) -> str:
        """Its public id."""
        username = str(self.cleaned_data["account"]).strip()
        found = account_by_username(username) if username else None
        if username and found is None:
            raise ValidationError("沒有這個帳號。")
        self.account_id = found.public_id if found else None
        return username

    def clean(self) -> None:
        told = self.cleaned_data
        if told.get("since") and told.get("until") and told["until"] < told["since"]:
            self.add_error("until", "迄日不可早於起日。")


@operator_only
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: HttpRequest) -> HttpResponse:
    """The form; sent, the pack is made, put on record and delivered, and kept nowhere."""
    form = IncidentForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "operator/incident.html", {"form": form})
    told, at, site = form.cleaned_data, now(), named_site()
    pack = pack_incident(
        incident=Incident(
            since=datetime.combine(told["since"], time(), TAIPEI),
            until=datetime.combine(told["until"] + timedelta(days=1), time(), TAIPEI),
            station=told["station"],
            paper=told["paper"],
            account=form.account_id,
        ),
        purpose=told["purpose"],
        actor=Actor.account(account_of(request).public_id),
        agency=site.agency,
        site=site.name,
        at=at,
    )
    answer = HttpResponse(pack.content, content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(True, pack.file_name) or "attachment"
    return answer
