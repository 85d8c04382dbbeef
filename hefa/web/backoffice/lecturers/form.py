"""維護講師: what an officer notes of a lecturer, and what the lecturer agreed to publish."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms

from hefa.activities.actions import LecturerProfile
from hefa.activities.models import Lecturer
from hefa.activities.names import ConsentMeans, Publication
from hefa.base.national_id import InvalidNationalId, NationalId, mask_last4
from hefa.base.person_name import InvalidPersonName, clean_person_name
from hefa.base.roc import format_roc
from hefa.organisers.models import Officer
from hefa.web.shell.forms import PageForm, looks_like_a_number
from hefa.web.shell.offering_filter import RocDateField
from hefa.web.shell.person_form import NeverEchoed

TEXTS = ("name", "position", "contact", "intro")
NUMBER_HELP = "填寫後，講師於自己授課的期別掃描個人條碼時，會註記「本期講師」。號碼加密保存，畫面只顯示末四碼。"


class LecturerForm(PageForm):
    """A lecturer. A number that is left empty leaves the link to the person as it is."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    organiser = forms.ChoiceField(label="開課單位")
    name = forms.CharField(label="姓名", max_length=400, error_messages={"required": "請輸入姓名。"})
    position = forms.CharField(label="服務單位／職稱", max_length=200, required=False)
    expertise = forms.MultipleChoiceField(
        label="專長領域",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "請至少勾選一個專長領域。"},
    )
    contact = forms.CharField(label="聯絡方式", max_length=200, required=False, help_text="電話或電子郵件。")
    intro = forms.CharField(
        label="簡介",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="學經歷與授課主題。",
    )
    national_id = forms.CharField(
        label="身分證統一編號", max_length=40, required=False, strip=False, widget=NeverEchoed, help_text=NUMBER_HELP
    )
    publishes = forms.ChoiceField(
        label="同意公開的範圍",
        choices=Publication.choices,
        initial=Publication.NOTHING,
        widget=forms.RadioSelect,
        help_text="其他開課單位在「查詢講師資料庫」只看得到講師同意公開的內容；公開活動的網頁也只列出同意公開姓名的講師。",
        error_messages={"required": "請選擇同意公開的範圍。"},
    )
    consented_on = RocDateField(label="同意日期", required=False)
    consent_means = forms.ChoiceField(label="同意方式", choices=[("", "請選擇"), *ConsentMeans.choices], required=False)

    def __init__(
        self, *args: Any, offices: Sequence[Officer], fields_of: Mapping[str, str], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.offices = {str(office.organiser.public_id): office for office in offices}
        cast(forms.ChoiceField, self.fields["organiser"]).choices = [
            (key, office.organiser.name) for key, office in self.offices.items()
        ]
        if len(self.offices) == 1:
            self.fields["organiser"].widget = forms.HiddenInput()
            self.fields["organiser"].initial = next(iter(self.offices))
        cast(forms.ChoiceField, self.fields["expertise"]).choices = list(fields_of.items())
        self.fields["national_id"].widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})

    def clean_name(self) -> str:
        try:
            return clean_person_name(str(self.cleaned_data["name"]))
        except InvalidPersonName as problem:
            raise forms.ValidationError(f"{problem}。") from problem

    def clean_national_id(self) -> NationalId | None:
        typed = str(self.cleaned_data["national_id"])
        if not typed.strip():
            return None
        try:
            return NationalId.parse(typed)
        except InvalidNationalId as problem:
            raise forms.ValidationError(f"{problem.problem.label}。") from problem

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in TEXTS:
            if looks_like_a_number(cleaned.get(name, "")):
                self.add_error(name, "請勿填寫身分證字號。")
        if cleaned.get("publishes") == Publication.NOTHING:
            cleaned["consented_on"], cleaned["consent_means"] = None, ""
            return cleaned
        if "consented_on" not in self.errors and not cleaned.get("consented_on"):
            self.add_error("consented_on", "公開講師資料須填寫同意日期。")
        elif cleaned.get("consented_on") and cleaned["consented_on"] > self.today:
            self.add_error("consented_on", "同意日期不可晚於今天。")
        if not cleaned.get("consent_means"):
            self.add_error("consent_means", "公開講師資料須選擇同意方式。")
        return cleaned

    @property
    def office(self) -> Officer:
        """The office for which the lecturer is noted."""
        return self.offices[self.cleaned_data["organiser"]]

    def profile(self) -> LecturerProfile:
        """What was typed; asked of a valid form alone."""
        names = (*TEXTS, "expertise", "publishes", "consented_on", "consent_means")
        return LecturerProfile(**{name: self.cleaned_data[name] for name in names})


def lecturer_words(lecturer: Lecturer) -> dict[str, Any]:
    """A lecturer as the form shows it."""
    names = (*TEXTS, "expertise", "publishes", "consent_means", "version")
    told = {name: getattr(lecturer, name) for name in names}
    told["organiser"] = str(lecturer.organiser.public_id)
    told["consented_on"] = format_roc(lecturer.consented_on) if lecturer.consented_on else ""
    return told


def linked_words(lecturer: Lecturer) -> str:
    """Whom the lecturer is linked to, by the last four; empty for nobody."""
    return mask_last4(lecturer.learner.id_last4) if lecturer.learner else ""
