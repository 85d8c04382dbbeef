"""網站名稱 and 公告: what stands at the head of each page and on the home page."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from hefa.audit.names import Actor
from hefa.base.clock import now
from hefa.base.roc import format_roc
from hefa.organisers.actions import AnnouncementPlan, Overtaken, announce, name_site, withdraw_announcement
from hefa.organisers.models import Announcement
from hefa.organisers.names import Column
from hefa.organisers.queries import announcements, site_names
from hefa.web.operator.paging import page_context
from hefa.web.shell.audience import account_of, operator_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm
from hefa.web.shell.offering_filter import RocDateField

PER_PAGE = 30
OVERTAKEN = "其他系統管理者已先更改，沒有儲存您的修改。以下是最新的內容，請確認後再修改。"
NUMBER_WORDS = dict.fromkeys(("required", "invalid", "min_value", "max_value"), "順序請輸入 0 至 999 的數字。")


class NamesForm(PageForm):
    """The names of the site; an empty one is as the server was set up."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    agency = forms.CharField(label="機關名稱", max_length=60, required=False)
    name = forms.CharField(label="網站名稱", max_length=60, required=False)
    english_name = forms.CharField(label="網站英文名稱", max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, value in (
            ("agency", settings.HEFA_AGENCY_NAME),
            ("name", settings.HEFA_SITE_NAME),
            ("english_name", settings.HEFA_SITE_ENGLISH_NAME),
        ):
            self.fields[field].help_text = f"留空則顯示「{value}」。"


class AnnouncementForm(PageForm):
    """One line of the home page."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    column = forms.ChoiceField(label="欄位", choices=Column.choices, initial=Column.NEWS, widget=forms.RadioSelect)
    text = forms.CharField(label="文字", max_length=200, error_messages={"required": "請輸入文字。"})
    link = forms.URLField(
        label="連結",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="影片與連結必填，例如 https://www.youtube.com/watch?v=…",
        error_messages={"invalid": "請輸入完整的網址，例如 https://example.org/。"},
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )
    place = forms.IntegerField(
        label="順序",
        min_value=0,
        max_value=999,
        initial=0,
        help_text="數字小的在前；相同時新的在前。",
        error_messages=NUMBER_WORDS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    shown_from = RocDateField(label="上架日", error_messages={"required": "請輸入上架日。"})
    shown_until = RocDateField(label="下架日", required=False, help_text="當日仍顯示；留空則一直顯示。")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("shown_from"), cleaned.get("shown_until")
        if first and last and last < first:
            self.add_error("shown_until", "下架日不可早於上架日。")
        link = cleaned.get("link", "")
        if cleaned.get("column") in (Column.FILM, Column.LINK) and not link and "link" not in self.errors:
            self.add_error("link", "影片與連結請填寫網址。")
        if link and not link.startswith(("https://", "http://")):
            self.add_error("link", "網址請以 https:// 開頭。")
        return cleaned

    def plan(self) -> AnnouncementPlan:
        told = self.cleaned_data
        return AnnouncementPlan(
            column=Column(told["column"]),
            text=told["text"],
            link=told["link"],
            place=told["place"],
            shown_from=told["shown_from"],
            shown_until=told["shown_until"],
        )


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest) -> HttpResponse:
    """網站名稱."""
    held = site_names()
    words = {name: getattr(held, name) for name in ("version", "agency", "name", "english_name")}
    form = NamesForm(request.POST if request.method == "POST" else None, initial=words)
    if form.is_valid():
        try:
            name_site(**form.cleaned_data, actor=_actor(request), at=now())
        except Overtaken:
            messages.warning(request, OVERTAKEN)
        else:
            messages.success(request, "已儲存網站名稱。")
        return redirect("operator:names")
    return render(request, "operator/site_form.html", {"form": form, "title": "網站名稱"})


@operator_only
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """公告: all that were not withdrawn, in the order of the home page."""
    page = Paginator(announcements(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"announcements": page.object_list, "today": localdate(now()), **page_context(page)}
    return render(request, "operator/board.html", context)


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def announcement(request: HttpRequest, public_id: UUID | None = None) -> HttpResponse:
    """A new announcement, or a change of one."""
    at = now()
    held = get_object_or_404(announcements(), public_id=public_id) if public_id else None
    words = _words(held) if held else {"shown_from": format_roc(localdate(at))}
    form = AnnouncementForm(request.POST if request.method == "POST" else None, initial=words)
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            announce(plan=form.plan(), changed=held, version=version, actor=_actor(request), at=at)
        except Overtaken:
            messages.warning(request, OVERTAKEN)
            return redirect("operator:announcement", public_id)
        messages.success(request, "已儲存公告。")
        return redirect("operator:board")
    context = {"form": form, "title": "修改公告" if held else "新增公告", "held": held}
    return render(request, "operator/site_form.html", context)


@operator_only
@form_target("operator:announcement")
def withdrawal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """撤下."""
    held = get_object_or_404(Announcement, public_id=public_id)
    done = withdraw_announcement(announcement=held, by=account_of(request), at=now())
    messages.success(request, "已撤下公告。" if done else "這則公告先前已撤下。")
    return redirect("operator:board")


def _words(held: Announcement) -> dict[str, Any]:
    return {
        "version": held.version,
        "column": held.column,
        "text": held.text,
        "link": held.link,
        "place": held.place,
        "shown_from": format_roc(held.shown_from),
        "shown_until": format_roc(held.shown_until) if held.shown_until else "",
    }


def _actor(request: HttpRequest) -> Actor:
    return Actor.account(account_of(request).public_id)
