"""新增維護活動: the two halves of a plan as forms, the activity and its 期別."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, time
from typing import Any, cast

from django import forms

from hefa.activities.actions import ActivityPlan, OfferingPlan
from hefa.activities.models import Activity, Offering
from hefa.activities.names import CodeList, ScanPolicy
from hefa.activities.queries import code_choices
from hefa.activities.rules import summary_problem
from hefa.base.hours import Hours, InvalidHours, plain
from hefa.base.roc import TAIPEI, format_roc
from hefa.organisers.models import Officer
from hefa.web.shell.forms import PageForm, looks_like_a_number
from hefa.web.shell.offering_filter import RocDateField

MOST_PEOPLE = 100_000
ASK = ("", "請選擇")
YEAR_WORDS = "請輸入民國年，例如 115。"
OUTDOOR_METHOD = "7"
DESCRIBED = tuple(field.name for field in fields(ActivityPlan))
LISTS = {"method": CodeList.METHOD, "field": CodeList.FIELD, "county": CodeList.COUNTY}


def _number(label: str, *, least: int, most: int, words: str, **kwargs: Any) -> forms.IntegerField:
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)
    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, error_messages=errors, widget=widget, **kwargs
    )


def _chosen(label: str) -> dict[str, str]:
    return {"required": f"請選擇{label}。", "invalid_choice": f"這個{label}不適用於此活動年度，請重新選擇。"}


def _hour(label: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 6})
    errors = {"required": "請輸入時數。"}
    return forms.CharField(label=label, max_length=12, initial="0", widget=widget, error_messages=errors)


def _clock(label: str) -> forms.TimeField:
    words = "請輸入時間，例如 09:00。"
    return forms.TimeField(
        label=label,
        input_formats=("%H:%M", "%H:%M:%S"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": words, "invalid": words},
    )


class ActivityForm(PageForm):
    """What is held, described as the law wants it. The lists show what the year knows."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    organiser = forms.ChoiceField(label="開課單位")
    roc_year = _number("活動年度", least=80, most=300, words=YEAR_WORDS)
    name = forms.CharField(label="活動名稱", max_length=200, error_messages={"required": "請輸入活動名稱。"})
    code = forms.CharField(label="活動代碼", max_length=40, error_messages={"required": "請輸入活動代碼。"})
    method = forms.ChoiceField(label="學習方法", error_messages=_chosen("學習方法"))
    field = forms.ChoiceField(label="內容領域（課程類別代碼）", error_messages=_chosen("內容領域"))
    summary = forms.CharField(
        label="內容概要",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="寫出學習的內容，10 至 500 個字；主管機關查核時會檢視。",
        error_messages={"required": "請填寫內容概要。"},
    )
    county = forms.ChoiceField(label="實施縣市", error_messages=_chosen("實施縣市"))
    place = forms.CharField(
        label="實施地點",
        max_length=200,
        required=False,
        help_text="學習方法為戶外學習時，請填寫經認證的環境教育設施場所。",
    )
    contact = forms.CharField(label="聯絡方式", max_length=200, required=False, help_text="單位名稱、電話或信箱。")
    scan_policy = forms.ChoiceField(
        label="條碼規定", choices=ScanPolicy.choices, initial=ScanPolicy.STATIC_OK, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, offices: Sequence[Officer], roc_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {str(office.organiser.public_id): office for office in offices}
        self._offer("organiser", [(key, office.organiser.name) for key, office in self.offices.items()])
        if len(self.offices) == 1:
            self.fields["organiser"].widget = forms.HiddenInput()
            self.fields["organiser"].initial = next(iter(self.offices))
        for name, code_list in LISTS.items():
            known = code_choices(code_list, roc_year=roc_year)
            self._offer(name, [ASK, *((code, f"{code} {label}") for code, label in known)])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["summary"] = "\n".join(cleaned.get("summary", "").splitlines())
        if "summary" not in self.errors and (
            problem := summary_problem(cleaned["summary"], name=cleaned.get("name", ""))
        ):
            self.add_error("summary", problem)
        if cleaned.get("method") == OUTDOOR_METHOD and not cleaned.get("place", "").strip():
            self.add_error("place", "戶外學習須填寫經認證的環境教育設施場所。")
        for name in ("name", "summary", "place", "contact"):
            if looks_like_a_number(cleaned.get(name, "")):
                self.add_error(name, "請勿填寫身分證字號。")
        return cleaned

    @property
    def office(self) -> Officer:
        """The office for which the activity is held."""
        return self.offices[self.cleaned_data["organiser"]]

    def plan(self) -> ActivityPlan:
        """The plan as it was typed; asked of a valid form alone."""
        return ActivityPlan(**{name: self.cleaned_data[name] for name in DESCRIBED if name in self.fields})


class OfferingForm(PageForm):
    """When it is held, and what it awards."""

    offering_version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    number = _number("期別", least=1, most=2_000_000_000, words="期別請輸入 1 以上的數字。", initial=1)
    capacity = _number(
        "招生人數",
        least=0,
        most=MOST_PEOPLE,
        words="招生人數請輸入 0 以上的數字。",
        initial=0,
        help_text="0 表示不限。",
    )
    starts_on = RocDateField(label="開始日期")
    starts_time = _clock("開始時間")
    ends_on = RocDateField(label="結束日期")
    ends_time = _clock("結束時間")
    digital = _hour("數位時數")
    in_person = _hour("實體時數")

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
        return cleaned

    def _at(self, end: str) -> datetime | None:
        day, hour = self.cleaned_data.get(f"{end}_on"), self.cleaned_data.get(f"{end}_time")
        return datetime.combine(day, hour, tzinfo=TAIPEI) if day is not None and isinstance(hour, time) else None

    def plan(self) -> OfferingPlan:
        """The plan as it was typed; asked of a valid form alone."""
        names = ("number", "starts_at", "ends_at", "capacity", "hours")
        return OfferingPlan(**{name: self.cleaned_data[name] for name in names})


def activity_words(activity: Activity) -> dict[str, Any]:
    """An activity as its form shows it."""
    names = (
        "roc_year",
        "name",
        "code",
        "method",
        "field",
        "summary",
        "county",
        "place",
        "contact",
        "scan_policy",
        "version",
    )
    return {"organiser": str(activity.organiser.public_id), **{name: getattr(activity, name) for name in names}}


def offering_words(offering: Offering) -> dict[str, Any]:
    """An offering as its form shows it, in Taipei's time."""
    starts, ends = offering.starts_at.astimezone(TAIPEI), offering.ends_at.astimezone(TAIPEI)
    return {
        "offering_version": offering.version,
        "number": offering.number,
        "capacity": offering.capacity,
        "starts_on": format_roc(starts.date()),
        "starts_time": f"{starts:%H:%M}",
        "ends_on": format_roc(ends.date()),
        "ends_time": f"{ends:%H:%M}",
        "digital": plain(offering.digital_hours),
        "in_person": plain(offering.in_person_hours),
    }
