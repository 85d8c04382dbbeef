"""代碼表: the effective-dated lists of the law and of ECPA; entries come and end, none is taken out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hefa.activities.actions import CodeKnown, EndsBeforeItStarts, add_code, end_code
from hefa.activities.models import CodeListEntry
from hefa.activities.names import CodeList
from hefa.audit.names import Actor
from hefa.base.clock import now
from hefa.base.roc import format_roc
from hefa.web.shell.audience import account_of, operator_only
from hefa.web.shell.forms import PageForm
from hefa.web.shell.offering_filter import RocDateField

BACKWARDS = "停用日不可早於生效日。"


class CodeForm(PageForm):
    """A new entry."""

    code = forms.CharField(label="代碼", max_length=20, error_messages={"required": "請輸入代碼。"})
    label = forms.CharField(label="名稱", max_length=60, error_messages={"required": "請輸入名稱。"})
    valid_from = RocDateField(label="生效日", required=False, help_text="留空為一直有效。")
    valid_until = RocDateField(label="停用日", required=False, help_text="當日仍有效；留空為繼續有效。")


class EndForm(PageForm):
    """The last day of an entry; empty leaves it open again."""

    last_day = RocDateField(label="停用日", required=False, help_text="當日仍有效；留空為繼續有效。")


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: HttpRequest, which: str) -> HttpResponse:
    """One list with its entries, and the form for another."""
    code_list = _list(which)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            add_code(code_list=code_list, **form.cleaned_data, actor=_actor(request), at=now())
        except CodeKnown:
            form.add_error("code", "這個代碼已在清單中。")
        except EndsBeforeItStarts:
            form.add_error("valid_until", BACKWARDS)
        else:
            messages.success(request, f"已新增「{form.cleaned_data['label']}」。")
            return redirect("operator:codes", which)
    return _page(request, code_list, {"form": form})


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, which: str, code: str) -> HttpResponse:
    """End an entry, or leave it open again; what is described with it stays as it is."""
    code_list = _list(which)
    entry = CodeListEntry.objects.filter(code_list=code_list, code=code).first()
    if entry is None:
        raise Http404
    words = {"last_day": format_roc(entry.valid_until) if entry.valid_until else ""}
    form = EndForm(request.POST if request.method == "POST" else None, initial=words)
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        try:
            changed = end_code(code_list=code_list, code=code, last_day=last_day, actor=_actor(request), at=now())
        except EndsBeforeItStarts:
            form.add_error("last_day", BACKWARDS)
        else:
            messages.success(request, "已儲存。" if changed else "沒有需要儲存的變更。")
            return redirect("operator:codes", which)
    return _page(request, code_list, {"form": form, "entry": entry})


def _page(request: HttpRequest, code_list: CodeList, more: dict[str, Any]) -> HttpResponse:
    entries = CodeListEntry.objects.filter(code_list=code_list)
    context = {
        "lists": list(CodeList),
        "code_list": code_list,
        "entries": sorted(entries, key=lambda entry: (len(entry.code), entry.code)),
    }
    return render(request, "operator/codes.html", context | more)


def _list(which: str) -> CodeList:
    if which not in CodeList.values:
        raise Http404
    return CodeList(which)


def _actor(request: HttpRequest) -> Actor:
    return Actor.account(account_of(request).public_id)
