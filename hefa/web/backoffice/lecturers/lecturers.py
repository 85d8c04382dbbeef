"""維護講師: the organiser's own lecturers, and what each of them taught."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from hefa.activities.actions import (
    LecturerOvertaken,
    LecturerStands,
    add_lecturer,
    change_lecturer,
    reinstate_lecturer,
    retire_lecturer,
)
from hefa.activities.models import Lecturer, Offering
from hefa.activities.names import CodeList
from hefa.activities.queries import (
    LecturerRow,
    LecturerSearch,
    code_labels,
    lecturers_of,
    own_lecturers,
    taught_by,
)
from hefa.awards.queries.lists import Page, paged
from hefa.base.clock import now
from hefa.base.roc import format_roc
from hefa.organisers.models import Officer
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of, offices_over
from hefa.web.backoffice.lecturers.form import LecturerForm, lecturer_words, linked_words
from hefa.web.backoffice.ledger.awards import page_number
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm

PER_PAGE = 30
OF_THE_LAW = frozenset(str(code) for code in range(337, 346))
ALREADY = "這個身分證字號的講師已在名單中。"


class LecturerSearchForm(PageForm):
    """姓名 and 專長領域. They stay in the session, never in a URL."""

    optional_word = ""

    text = forms.CharField(label="姓名、服務單位或關鍵字：", required=False, max_length=100)
    expertise = forms.ChoiceField(label="專長領域：", required=False)

    def __init__(self, *args: Any, fields_of: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expertise"].choices = [("", "不限"), *fields_of.items()]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class LecturerView:
    """A lecturer of a list in words."""

    row: LecturerRow
    fields: str


@officer_only()
@require_safe
def lecturers(request: HttpRequest) -> HttpResponse:
    """維護講師: the organiser's own, or those that were retired."""
    at = now()
    retired = request.GET.get("retired") == "1"
    wanted = search_wanted(request, "own_lecturers")
    search = LecturerSearch(wanted.get("text", ""), wanted.get("expertise", ""), retired=retired)
    rows = own_lecturers(lecturers_of(account_of(request), on=localdate(at)), search)
    page = paged(rows, page=page_number(request.GET.get("page")), per_page=PER_PAGE)
    context = search_page(wanted, page, at=at) | {"retired": retired, "may_manage": bool(_offices(request, at=at))}
    return render(request, "backoffice/lecturers.html", context)


@officer_only()
@form_target("backoffice:lecturers")
def lecturer_search(request: HttpRequest) -> HttpResponse:
    """搜尋 among the own: keep what is looked for in the session, then show the list."""
    keep_search(request, "own_lecturers", at=now())
    return redirect("backoffice:lecturers")


@officer_only(Duty.MANAGE)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def new_lecturer(request: HttpRequest) -> HttpResponse:
    """新增講師."""
    at = now()
    form = _form(request, _offices(request, at=at), at=at)
    if form.is_valid():
        try:
            made = add_lecturer(
                profile=form.profile(), national_id=form.cleaned_data["national_id"], officer=form.office, at=at
            )
        except LecturerStands:
            form.add_error("national_id", ALREADY)
        else:
            messages.success(request, f"已新增講師「{made.name}」。")
            return redirect("backoffice:lecturer", made.public_id)
    return render(request, "backoffice/lecturer_form.html", {"title": "新增講師", "form": form})


@officer_only()
@require_safe
def lecturer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One lecturer with all that is noted and what was taught."""
    at = now()
    found = _mine(request, public_id, at=at)
    labels = code_labels(CodeList.FIELD, on=localdate(at))
    context = {
        "lecturer": found,
        "fields": "、".join(labels.get(code, code) for code in found.expertise),
        "linked": linked_words(found),
        "consented": format_roc(found.consented_on) if found.consented_on else "",
        "taught": [(one, _dates(one)) for one in taught_by(found)],
        "may_manage": offices_over(account_of(request), found.organiser, on=localdate(at), duty=Duty.MANAGE).exists(),
    }
    return render(request, "backoffice/lecturer.html", context)


@officer_only(Duty.MANAGE)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def lecturer_change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """修改講師; the second of two officers is told and overwrites nothing."""
    at = now()
    found, officer = _managed(request, public_id, at=at)
    form = _form(request, [officer], at=at, initial=lecturer_words(found))
    if form.is_valid():
        try:
            changed = change_lecturer(
                lecturer=found,
                version=form.cleaned_data["version"],
                profile=form.profile(),
                national_id=form.cleaned_data["national_id"],
                officer=officer,
                at=at,
            )
        except LecturerOvertaken:
            messages.warning(request, "其他承辦人已先更改這位講師的資料，沒有儲存您的修改。請確認最新內容後再修改。")
            return redirect("backoffice:lecturer_change", public_id)
        except LecturerStands:
            form.add_error("national_id", ALREADY)
        else:
            messages.success(request, "已儲存。" if changed else "沒有需要儲存的變更。")
            return redirect("backoffice:lecturer", public_id)
    context = {"title": "修改講師", "form": form, "lecturer": found, "linked": linked_words(found)}
    return render(request, "backoffice/lecturer_form.html", context)


@officer_only(Duty.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def lecturer_retirement(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """停用 or 恢復使用: ask first; a retired lecturer is in no choice and no search."""
    at = now()
    found, officer = _managed(request, public_id, at=at)
    if request.method != "POST":
        return render(request, "backoffice/lecturer_retirement.html", {"lecturer": found})
    retire = request.POST.get("do") == "retire"
    act = retire_lecturer if retire else reinstate_lecturer
    if act(lecturer=found, officer=officer, at=at):
        messages.success(request, f"已{'停用' if retire else '恢復使用'}講師「{found.name}」。")
    else:
        messages.info(request, f"講師「{found.name}」先前已{'停用' if retire else '恢復使用'}。")
    return redirect("backoffice:lecturer", public_id)


def search_wanted(request: HttpRequest, where: str) -> dict[str, str]:
    """What was last looked for in this list."""
    kept: dict[str, str] = request.session.get(where, {})
    return kept


def keep_search(request: HttpRequest, where: str, *, at: datetime) -> None:
    """Remember what is looked for; 清除 and whatever is no search look for everybody."""
    sent = {} if "clear" in request.POST else request.POST
    form = LecturerSearchForm(sent, fields_of=_fields(at))
    request.session[where] = form.cleaned_data if form.is_valid() else {}


def search_page(wanted: dict[str, str], page: Page[LecturerRow], *, at: datetime) -> dict[str, Any]:
    """What the two lists of lecturers share."""
    labels = _fields(at)
    return {
        "form": LecturerSearchForm(initial=wanted, fields_of=labels),
        "narrowed": any(wanted.values()),
        "rows": [LecturerView(row, "、".join(labels.get(code, code) for code in row.expertise)) for row in page.rows],
        "total": page.total,
        "first": page.first,
        "last": page.last,
        "page": page.number,
        "pages": page.pages,
    }


def _form(
    request: HttpRequest, offices: list[Officer], *, at: datetime, initial: dict[str, Any] | None = None
) -> LecturerForm:
    sent = request.POST if request.method == "POST" else None
    today = localdate(at)
    labels = _fields(at)
    labels |= {code: code for code in (initial or {}).get("expertise", ()) if code not in labels}
    return LecturerForm(sent, initial=initial, offices=offices, fields_of=labels, today=today)


def _fields(at: datetime) -> dict[str, str]:
    """The list of the law first (337 to 345), then its neighbours."""
    labels = code_labels(CodeList.FIELD, on=localdate(at))
    return dict(sorted(labels.items(), key=lambda pair: (pair[0] not in OF_THE_LAW, pair[0])))


def _offices(request: HttpRequest, *, at: datetime) -> list[Officer]:
    return list(officers_of(account_of(request), on=localdate(at), duty=Duty.MANAGE))


def _mine(request: HttpRequest, public_id: UUID, *, at: datetime) -> Lecturer:
    return get_object_or_404(lecturers_of(account_of(request), on=localdate(at)), public_id=public_id)


def _managed(request: HttpRequest, public_id: UUID, *, at: datetime) -> tuple[Lecturer, Officer]:
    """The lecturer and the office that may change it: 404 without one."""
    today, account = localdate(at), account_of(request)
    found = get_object_or_404(lecturers_of(account, on=today, duty=Duty.MANAGE), public_id=public_id)
    return found, offices_over(account, found.organiser, on=today, duty=Duty.MANAGE)[0]


def _dates(offering: Offering) -> str:
    return f"{format_roc(localdate(offering.starts_at))}~{format_roc(localdate(offering.ends_at))}"
