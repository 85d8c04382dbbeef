"""The forms of a roster by hand."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from hefa.base.normal_form import half_width
from hefa.base.person_name import InvalidPersonName, clean_person_name
from hefa.paperwork.models.year import MOST_HEADS
from hefa.paperwork.names.year import RosterFormat, YearPurpose
from hefa.paperwork.rules.roster_file import days_problem
from hefa.web.shell.forms import PageForm, looks_like_a_number
from hefa.web.shell.offering_filter import RocDateField

NO_NUMBER = "請勿填寫身分證字號。"
LARGEST_PROOF = 10 * 1024 * 1024
MOST_CLASSES = 300


class MemberForm(PageForm):
    """One person of a roster."""

    public_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    name = forms.CharField(
        label="姓名",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "請輸入姓名。"},
    )
    id_last4 = forms.RegexField(
        label="身分證字號末四碼",
        regex=r"^\d{4}$",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 10}),
        error_messages={
            "required": "請輸入身分證字號末四碼。",
            "invalid": "請輸入身分證字號末四碼，共 4 個數字。",
        },
    )
    joined = RocDateField(label="到職日", required=False, help_text="年度中到職者填寫。")
    left = RocDateField(label="離職日", required=False, help_text="離職後不再列計；填寫不在職的第一天。")

    def __init__(self, *args: Any, roc_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roc_year = roc_year

    def clean_name(self) -> str:
        if looks_like_a_number(self.cleaned_data["name"]):
            raise forms.ValidationError(NO_NUMBER)
        try:
            return clean_person_name(self.cleaned_data["name"])
        except InvalidPersonName as invalid:
            raise forms.ValidationError(f"{invalid}。") from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        joined: date | None = cleaned.get("joined")
        left: date | None = cleaned.get("left")
        if not self.errors and (problem := days_problem(joined, left, roc_year=self.roc_year)):
            self.add_error("left" if left is not None else "joined", problem)
        return cleaned

    def person(self) -> dict[str, Any]:
        """The person as typed; asked of a valid form alone."""
        return {name: self.cleaned_data[name] for name in ("name", "id_last4", "joined", "left")}


class ExemptionForm(PageForm):
    """豁免: why, and the paper that shows it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="豁免原因",
        max_length=200,
        help_text="例如：育嬰留職停薪、長期病假。會加密保存，請勿填寫身分證字號。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "請填寫豁免原因。"},
    )
    proof = forms.FileField(
        label="證明文件",
        required=False,
        help_text="PDF、照片或文件，最多 10 MB。加密保存三年；沒有上傳者請自行保存紙本三年。",
        error_messages={"empty": "這是空的檔案。"},
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if looks_like_a_number(reason):
            raise forms.ValidationError(NO_NUMBER)
        return reason

    def clean_proof(self) -> bytes | None:
        file = self.cleaned_data["proof"]
        if file is None:
            return None
        if file.size > LARGEST_PROOF:
            raise forms.ValidationError("證明文件最多 10 MB，請縮小檔案後再上傳。")
        content: bytes = file.read()
        return content


class ClassesForm(PageForm):
    """班級, one a line with its head count."""

    classes = forms.CharField(
        label="班級與人數",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="一行一班，先寫班級名稱，空一格後寫人數，例如：三年一班 28。已有的班級會更新人數。",
        error_messages={"required": "請輸入班級與人數。"},
    )

    def clean_classes(self) -> list[tuple[str, int]]:
        told = [line for line in self.cleaned_data["classes"].splitlines() if line.strip()]
        if len(told) > MOST_CLASSES:
            raise forms.ValidationError(f"一次最多 {MOST_CLASSES} 班。")
        found: dict[str, int] = {}
        for number, line in enumerate(told, start=1):
            name, heads = _class_of(line)
            if not name or not heads:
                raise forms.ValidationError(
                    f"第 {number} 行看不出班級與人數，請寫成：三年一班 28（1 至 {MOST_HEADS} 人）。"
                )
            if len(name) > 100 or looks_like_a_number(name):
                raise forms.ValidationError(f"第 {number} 行的班級名稱太長，或含有身分證字號。")
            found[name] = heads
        return list(found.items())


def _class_of(line: str) -> tuple[str, int]:
    """Name and head count of a line; ("", 0) when it tells none."""
    words = half_width(line).replace(",", " ").replace("\t", " ").split()
    if len(words) < 2:
        return "", 0
    *name, heads = words
    heads = heads.removesuffix("人")
    count = int(heads) if heads.isascii() and heads.isdigit() and len(heads) < 6 else 0
    return " ".join(name), count if count <= MOST_HEADS else 0


class RosterExportForm(PageForm):
    """As what the roster leaves, and why."""

    file_format = forms.ChoiceField(
        label="格式", choices=RosterFormat.choices, widget=forms.RadioSelect, initial=RosterFormat.XLSX
    )
    purpose = forms.ChoiceField(
        label="用途", choices=[("", "請選擇"), *YearPurpose.choices], error_messages={"required": "請選擇用途。"}
    )
    purpose_note = forms.CharField(
        label="用途說明", required=False, max_length=200, help_text="用途選「其他」時請填寫。"
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("purpose") == YearPurpose.OTHER and not cleaned.get("purpose_note", "").strip():
            self.add_error("purpose_note", "請填寫用途說明。")
        return cleaned
