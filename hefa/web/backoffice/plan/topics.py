"""子題: the lines into which an offering is split for ECPA, in rows that are sent back together."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hefa.activities.actions import CodeNotInForce, PlanOvertaken, TopicPlan, TopicsDoNotFit, set_topics
from hefa.activities.models import Offering, Topic
from hefa.activities.names import CodeList
from hefa.activities.queries import code_choices, topics_fit, topics_of
from hefa.activities.rules import MOST_TOPICS
from hefa.base.clock import now
from hefa.base.hours import Hours, InvalidHours, plain
from hefa.organisers.names import Duty
from hefa.web.backoffice.access import actor_of, planned_by
from hefa.web.backoffice.plan.activities import OVERTAKEN
from hefa.web.backoffice.plan.fields import ASK, code_field, hour_field
from hefa.web.shell.audience import officer_only
from hefa.web.shell.forms import PageForm, looks_like_a_number

FEWEST_ROWS = 3


class TopicForm(PageForm):
    """One row: a name, a category and hours, or nothing at all."""

    optional_word = ""

    name = forms.CharField(label="子題名稱", max_length=60, required=False)
    field = code_field("類別", required=False)
    digital = hour_field("數位", required=False)
    in_person = hour_field("實體", required=False)

    def __init__(self, *args: Any, fields_of_year: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [ASK, *((code, f"{code} {label}") for code, label in fields_of_year)]
        cast(forms.ChoiceField, self.fields["field"]).choices = known

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.is_filled:
            return cleaned
        if not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "請輸入子題名稱。")
        if looks_like_a_number(cleaned.get("name", "")):
            self.add_error("name", "請勿填寫身分證字號。")
        if not cleaned.get("field") and "field" not in self.errors:
            self.add_error("field", "請選擇類別。")
        try:
            cleaned["hours"] = Hours.of(cleaned.get("digital") or "0", cleaned.get("in_person") or "0")
        except InvalidHours as invalid:
            self.add_error("in_person", f"{invalid.problem.label}。")
        return cleaned

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed; a row that was emptied is left out."""
        return any(self.cleaned_data.get(name) for name in self.fields) or bool(self.errors)

    def plan(self) -> TopicPlan:
        """The topic as it was typed; asked of a valid row that is filled."""
        told = self.cleaned_data
        return TopicPlan(told["name"], told["field"], told["hours"])


@officer_only(Duty.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def topics(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Split a 期別 into at most ten topics whose hours are together its own, or join it again."""
    held = planned_by(request, public_id, at=(at := now()))
    if request.method != "POST":
        return _page(request, held, _rows(held, [_words(row) for row in topics_of(held)]))
    if request.POST.get("do") == "more":
        return _page(request, held, _rows(held, _typed(request.POST), more=1))
    rows = _rows(held, _typed(request.POST), sent=request.POST)
    if not all([row.is_valid() for row in rows]):
        return _page(request, held, rows)
    try:
        changed = set_topics(
            offering=held,
            version=_number(request.POST.get("version")),
            topics=[row.plan() for row in rows if row.is_filled],
            actor=actor_of(request),
            at=at,
        )
    except PlanOvertaken:
        messages.warning(request, OVERTAKEN)
        return redirect("backoffice:topics", public_id)
    except (TopicsDoNotFit, CodeNotInForce) as refused:
        return _page(request, held, rows, problem=str(refused))
    messages.success(request, "已儲存子題。" if changed else "沒有需要儲存的變更。")
    return redirect("backoffice:plan", public_id)


def _page(request: HttpRequest, held: Offering, rows: Sequence[TopicForm], *, problem: str = "") -> HttpResponse:
    stored = topics_of(held)
    context = {
        "held": held,
        "rows": rows,
        "problem": problem,
        "wrong": [row for row in rows if row.errors],
        "overtaken_hours": not topics_fit(stored, held.hours),
        "may_add": len(rows) < MOST_TOPICS,
        "most": MOST_TOPICS,
    }
    return render(request, "backoffice/topics.html", context)


def _rows(
    held: Offering, words: Sequence[dict[str, str]], *, sent: QueryDict | None = None, more: int = 0
) -> list[TopicForm]:
    """A form a row: what was sent, or these words with empty rows after them."""
    known = code_choices(CodeList.FIELD, roc_year=held.activity.roc_year)
    number = len(words) if sent else min(max(len(words) + more, FEWEST_ROWS), MOST_TOPICS)
    told = [*words, *({} for _ in range(number - len(words)))]
    return [
        TopicForm(sent, prefix=f"topic-{position}", initial=one, fields_of_year=known)
        for position, one in enumerate(told, start=1)
    ]


def _typed(sent: QueryDict) -> list[dict[str, str]]:
    number = min(max(_number(sent.get("rows")), 1), MOST_TOPICS)
    names = TopicForm.base_fields
    return [{name: sent.get(f"topic-{n}-{name}", "") for name in names} for n in range(1, number + 1)]


def _words(topic: Topic) -> dict[str, str]:
    hours = {"digital": plain(topic.digital_hours), "in_person": plain(topic.in_person_hours)}
    return {"name": topic.name, "field": topic.field, **hours}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
