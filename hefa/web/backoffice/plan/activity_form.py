"""新增維護活動: what is held, described as the law wants it."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, cast

from django import forms
from django.forms import BoundField

from hefa.activities.actions import ActivityPlan
from hefa.activities.models import Activity
from hefa.activities.names import CodeList, Openness, ScanPolicy
from hefa.activities.queries import code_choices
from hefa.activities.rules import OUTDOOR_METHOD, summary_problem
from hefa.organisers.models import Officer
from hefa.web.backoffice.plan.fields import ASK, code_field, grouped, number_field
from hefa.web.shell.forms import PageForm, looks_like_a_number

YEAR_WORDS = "請輸入民國年，例如 115。"
SITE_WANTED = "戶外學習須於經認證的環境教育設施場所辦理，請選擇場所。"
PLACE_WANTED = "戶外學習須填寫經認證的環境教育設施場所。"
STATEMENT_WANTED = "戶外學習須聲明實施地點為經認證的環境教育設施場所。"
DESCRIBED = tuple(field.name for field in fields(ActivityPlan))
LISTS = {"method": CodeList.METHOD, "field": CodeList.FIELD, "county": CodeList.COUNTY}
GROUPS = {
    "活動": ("version", "organiser", "roc_year", "name", "code"),
    "學習內容": ("method", "field", "summary"),
    "地點": ("county", "place", "site", "site_stated"),
    "辦理方式": ("contact", "openness", "scan_policy", "spot_check"),
}


class ActivityForm(PageForm):
    """The activity, shared by all its 期別. The lists show what the year knows.

    Where the list of certified sites holds one for the year, 戶外學習 chooses from it; where it holds none, the officer
    states that the place is certified.
    """

    asked_anyway = frozenset({"site_stated", "spot_check"})

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    organiser = forms.ChoiceField(label="開課單位")
    roc_year = number_field("活動年度", least=80, most=300, words=YEAR_WORDS)
    name = forms.CharField(label="活動名稱", max_length=200, error_messages={"required": "請輸入活動名稱。"})
    code = forms.CharField(label="活動代碼", max_length=40, error_messages={"required": "請輸入活動代碼。"})
    method = code_field("學習方法")
    field = code_field("內容領域（課程類別代碼）", thing="內容領域")
    summary = forms.CharField(
        label="內容概要",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="寫出學習的內容，10 至 500 個字；主管機關查核時會檢視。",
        error_messages={"required": "請填寫內容概要。"},
    )
    county = code_field("實施縣市")
    place = forms.CharField(label="實施地點", max_length=200, required=False)
    site = code_field(
        "環境教育設施場所",
        required=False,
        help_text="戶外學習必填；其他方法於認證場所辦理時也可選擇。未填實施地點時，以場所名稱為實施地點。",
    )
    site_stated = forms.BooleanField(
        label="聲明：實施地點為經認證的環境教育設施場所",
        required=False,
        help_text="系統目前沒有這個年度的認證場所清單。學習方法為戶外學習時，請先查證再勾選。",
    )
    contact = forms.CharField(label="聯絡方式", max_length=200, required=False, help_text="單位名稱、電話或信箱。")
    openness = forms.ChoiceField(
        label="開放對象",
        choices=Openness.choices,
        initial=Openness.INTERNAL,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇開放對象。"},
    )
    scan_policy = forms.ChoiceField(
        label="條碼規定", choices=ScanPolicy.choices, initial=ScanPolicy.STATIC_OK, widget=forms.RadioSelect
    )
    spot_check = forms.BooleanField(
        label="抽查末四碼",
        required=False,
        initial=True,
        help_text="連線掃描時，系統約每 20 人隨機請掃描人員看一次證件、輸入末四碼。不影響核發，也不會讓隊伍等待。",
    )

    def __init__(self, *args: Any, offices: Sequence[Officer], roc_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices: dict[str, Officer] = {}
        for office in offices:
            self.offices.setdefault(str(office.organiser.public_id), office)
        self._offer("organiser", [(key, office.organiser.name) for key, office in self.offices.items()])
        if len(self.offices) == 1:
            self.fields["organiser"].widget = forms.HiddenInput()
            self.fields["organiser"].initial = next(iter(self.offices))
        for name, code_list in LISTS.items():
            known = code_choices(code_list, roc_year=roc_year)
            self._offer(name, [ASK, *((code, f"{code} {label}") for code, label in known)])
        self.sites = dict(code_choices(CodeList.SITE, roc_year=roc_year))
        self._offer("site", [("", "（無）"), *sorted(self.sites.items(), key=lambda site: site[1])])
        del self.fields["site_stated" if self.sites else "site"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["summary"] = "\n".join(cleaned.get("summary", "").splitlines())
        if "summary" not in self.errors and (
            problem := summary_problem(cleaned["summary"], name=cleaned.get("name", ""))
        ):
            self.add_error("summary", problem)
        if cleaned.get("method") == OUTDOOR_METHOD:
            self._ask_for_a_site(cleaned)
        if cleaned.get("site") and not cleaned.get("place"):
            cleaned["place"] = self.sites[cleaned["site"]]
        for name in ("name", "summary", "place", "contact"):
            if looks_like_a_number(cleaned.get(name, "")):
                self.add_error(name, "請勿填寫身分證字號。")
        return cleaned

    def _ask_for_a_site(self, cleaned: dict[str, Any]) -> None:
        if "site" in self.fields:
            if not cleaned.get("site") and "site" not in self.errors:
                self.add_error("site", SITE_WANTED)
            return
        if not cleaned.get("place", "").strip():
            self.add_error("place", PLACE_WANTED)
        if not cleaned["site_stated"]:
            self.add_error("site_stated", STATEMENT_WANTED)

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        return grouped(self, GROUPS)

    @property
    def office(self) -> Officer:
        """The office for which the activity is held."""
        return self.offices[self.cleaned_data["organiser"]]

    def plan(self) -> ActivityPlan:
        """The plan as it was typed; asked of a valid form alone."""
        return ActivityPlan(**{name: self.cleaned_data[name] for name in DESCRIBED if name in self.fields})


def activity_words(activity: Activity) -> dict[str, Any]:
    """An activity as its form shows it."""
    told = {name: getattr(activity, name) for name in (*DESCRIBED, "version")}
    return {"organiser": str(activity.organiser.public_id), **told}
