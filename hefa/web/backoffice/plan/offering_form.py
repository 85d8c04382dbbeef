"""新增維護活動: when it is held, who may enrol, and what it awards."""

from dataclasses import fields
from datetime import datetime, time
from typing import Any

from django import forms
from django.forms import BoundField

from hefa.activities.actions import OfferingPlan
from hefa.activities.models import Offering
from hefa.base.hours import Hours, InvalidHours, plain
from hefa.base.roc import TAIPEI, format_roc
from hefa.web.backoffice.plan.fields import grouped, hour_field, number_field
from hefa.web.shell.forms import PageForm, clock_field
from hefa.web.shell.offering_filter import RocDateField

MOST_PEOPLE = 100_000
PLANNED = tuple(field.name for field in fields(OfferingPlan))
WINDOW_WHOLE = "報名開始與截止日期須一併填寫；不開放線上報名時都不填。"
GROUPS = {
    "期別": ("offering_version", "number", "capacity"),
    "時間": ("starts_on", "starts_time", "ends_on", "ends_time"),
    "時數": ("digital", "in_person"),
    "報名": ("enrol_from_on", "enrol_from_time", "enrol_until_on", "enrol_until_time", "approval_needed"),
}


class OfferingForm(PageForm):
    """One 期別. Times are those of Taipei; enrolment without a time opens at midnight and closes at the day's end."""

    asked_anyway = frozenset(GROUPS["報名"])

    offering_version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    number = number_field("期別", least=1, most=2_000_000_000, words="期別請輸入 1 以上的數字。", initial=1)
    capacity = number_field(
        "招生人數",
        least=0,
        most=MOST_PEOPLE,
        words="招生人數請輸入 0 以上的數字。",
        initial=0,
        help_text="0 表示不限。",
    )
    starts_on = RocDateField(label="開始日期")
    starts_time = clock_field("開始時間")
    ends_on = RocDateField(label="結束日期")
    ends_time = clock_field("結束時間")
    digital = hour_field("數位時數", initial="0")
    in_person = hour_field("實體時數", initial="0")
    enrol_from_on = RocDateField(label="報名開始日期", required=False)
    enrol_from_time = clock_field("報名開始時間", required=False)
    enrol_until_on = RocDateField(label="報名截止日期", required=False)
    enrol_until_time = clock_field("報名截止時間", required=False)
    approval_needed = forms.TypedChoiceField(
        label="報名准駁",
        choices=[("no", "報名即錄取"), ("yes", "報名後由承辦人准駁")],
        coerce=lambda value: value == "yes",
        initial="no",
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇報名即錄取，或由承辦人准駁。"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["starts_at"], cleaned["ends_at"] = starts, ends = self._at("starts"), self._at("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends_time", "結束時間須晚於開始時間。")
        if "digital" in cleaned and "in_person" in cleaned:
            try:
                cleaned["hours"] = Hours.of(cleaned["digital"], cleaned["in_person"])
            except InvalidHours as invalid:
                self.add_error("in_person", f"{invalid.problem.label}。")
        self._read_window(cleaned)
        return cleaned

    def _read_window(self, cleaned: dict[str, Any]) -> None:
        """報名起訖: both or neither; it closes before the activity ends."""
        opens, closes = self._at("enrol_from", time()), self._at("enrol_until", time(23, 59))
        ends = cleaned["ends_at"]
        if closes and ends and not cleaned.get("enrol_until_time") and closes.date() == ends.date():
            closes = ends
        cleaned["enrol_from"], cleaned["enrol_until"] = opens, closes
        for name in ("enrol_from", "enrol_until"):
            typed = cleaned.get(f"{name}_on") or cleaned.get(f"{name}_time")
            if cleaned[name] is None and (typed or opens or closes) and f"{name}_on" not in self.errors:
                self.add_error(f"{name}_on", WINDOW_WHOLE)
        if opens and closes and closes <= opens:
            self.add_error("enrol_until_on", "報名截止須晚於報名開始。")
        elif closes and ends and closes > ends:
            self.add_error("enrol_until_on", "報名截止不可晚於活動結束。")

    def _at(self, end: str, without: time | None = None) -> datetime | None:
        day, hour = self.cleaned_data.get(f"{end}_on"), self.cleaned_data.get(f"{end}_time") or without
        return datetime.combine(day, hour, tzinfo=TAIPEI) if day is not None and isinstance(hour, time) else None

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        return grouped(self, GROUPS)

    def moves(self, held: Offering) -> bool:
        """Whether the times are other than those of this 期別 as it was read: whoever enrolled must be told."""
        return (self.cleaned_data["starts_at"], self.cleaned_data["ends_at"]) != (held.starts_at, held.ends_at)

    def plan(self) -> OfferingPlan:
        """The plan as it was typed; asked of a valid form alone."""
        return OfferingPlan(**{name: self.cleaned_data[name] for name in PLANNED})


def offering_words(offering: Offering) -> dict[str, Any]:
    """An offering as its form shows it, in Taipei's time."""
    told = {
        "offering_version": offering.version,
        "number": offering.number,
        "capacity": offering.capacity,
        "digital": plain(offering.digital_hours),
        "in_person": plain(offering.in_person_hours),
        "approval_needed": "yes" if offering.approval_needed else "no",
    }
    for end in ("starts", "ends"):
        told |= _moment(end, getattr(offering, f"{end}_at"))
    for end in ("enrol_from", "enrol_until"):
        told |= _moment(end, getattr(offering, end))
    return told


def _moment(end: str, at: datetime | None) -> dict[str, str]:
    if at is None:
        return {f"{end}_on": "", f"{end}_time": ""}
    local = at.astimezone(TAIPEI)
    return {f"{end}_on": format_roc(local.date()), f"{end}_time": f"{local:%H:%M}"}
