"""事故影響範圍: who was affected by what an account, a station or an export did in a window of time."""

from datetime import datetime, time, timedelta
from typing import Any

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
from hefa.web.shell.forms import PageForm, clock_field
from hefa.web.shell.offering_filter import RocDateField
from hefa.web.shell.proof import freshly_proven
from hefa.web.shell.reason import ReasonField
from hefa.web.shell.site import named_site


class IncidentForm(PageForm):
    """The window, what narrows it, and what the list is for."""

    since_on = RocDateField(label="日期起", error_messages={"required": "請輸入日期起。"})
    since_time = clock_field("時間起", required=False, help_text="不填：自當日零時")
    until_on = RocDateField(label="日期迄", error_messages={"required": "請輸入日期迄。"})
    until_time = clock_field("時間迄", required=False, help_text="不填：至當日結束")
    account = forms.CharField(label="操作者帳號", required=False, max_length=150)
    station = forms.UUIDField(label="掃描點編號", required=False, error_messages={"invalid": "編號的格式不正確。"})
    paper = forms.UUIDField(label="匯出編號", required=False, error_messages={"invalid": "編號的格式不正確。"})
    purpose = ReasonField(label="用途")

    def __init__(self, *args: Any, at: datetime) -> None:
        super().__init__(*args)
        self.at = at

    def clean_account(self) -> str:
        """Its public id."""
        username = str(self.cleaned_data["account"]).strip()
        found = account_by_username(username) if username else None
        if username and found is None:
            raise ValidationError("沒有這個帳號。")
        self.account_id = found.public_id if found else None
        return username

    def clean(self) -> None:
        """The window, in Taipei: from the first moment until before the second."""
        if self.errors.keys() & {"since_on", "since_time", "until_on", "until_time"}:
            return
        told = self.cleaned_data
        told["since"] = datetime.combine(told["since_on"], told["since_time"] or time(), TAIPEI)
        if told["until_time"]:
            told["until"] = datetime.combine(told["until_on"], told["until_time"], TAIPEI)
        else:
            told["until"] = datetime.combine(told["until_on"] + timedelta(days=1), time(), TAIPEI)
        if told["since"] > self.at:
            self.add_error("since_on", "這段期間還沒有開始，請確認日期與時間。")
        elif told["until"] <= told["since"]:
            self.add_error("until_time" if told["until_on"] == told["since_on"] else "until_on", "結束須晚於開始。")


@operator_only
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: HttpRequest) -> HttpResponse:
    """The form; sent, the pack is made, put on record and delivered, and kept nowhere."""
    at = now()
    form = IncidentForm(request.POST if request.method == "POST" else None, at=at)
    if not form.is_valid():
        return render(request, "operator/incident.html", {"form": form})
    told, site = form.cleaned_data, named_site()
    pack = pack_incident(
        incident=Incident(
            since=told["since"],
            until=told["until"],
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
