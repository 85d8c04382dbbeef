"""姓名, 身分證統一編號 and 服務單位代碼: the part that the walk-in form and the registration share.

A whole number is never written into a page. A number that passed its check travels, while the rest of the form is
mended or a unit is looked up, as a sealed text (see kept_number).
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from hefa.base.national_id import InvalidNationalId, NationalId, NationalIdProblem, mask_last4
from hefa.base.person_name import InvalidPersonName, clean_person_name
from hefa.units.models import Unit
from hefa.web.shell.kept_number import keep, kept
from hefa.web.shell.language import Language
from hefa.web.shell.unit_form import UnitForm


class NeverEchoed(forms.TextInput):
    """An input that is always drawn empty, whatever was typed."""

    def format_value(self, value: Any) -> None:
        return None


class PersonForm(UnitForm):
    """Who somebody says to be."""

    NEVER_REFILLED: ClassVar[frozenset[str]] = frozenset({"national_id"})

    asked_anyway: ClassVar[frozenset[str]] = UnitForm.asked_anyway | {"name", "national_id"}

    name = forms.CharField(max_length=400, required=False)
    national_id = forms.CharField(max_length=40, required=False, strip=False, widget=NeverEchoed)
    field_order = ("name", "national_id", "unit_choice", "unit_code")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        language: Language,
        at: datetime,
        on: date,
        last_units: Sequence[Unit] = (),
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, language=language, on=on, last_units=last_units, initial=initial)
        self.at = at
        self.number = None if data is None else _number_in(data, at=at)
        self.label_field("name", "name", "name_help")
        self.label_field("national_id", "national_id", "national_id_help")
        self.fields["name"].widget.attrs.update({"autocomplete": "name"})
        self.fields["national_id"].widget.attrs.update(
            {
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "form-control code-input",
            }
        )

    @property
    def kept_number(self) -> str:
        """The sealed number for the hidden field, empty when no valid number was given yet."""
        return "" if self.number is None else keep(self.number, at=self.at)

    @property
    def kept_words(self) -> str:
        """What the page says of a number that it keeps: its last four, no more."""
        masked = "" if self.number is None else mask_last4(self.number.last4)
        return self.words["national_id_kept"].format(masked=masked)

    def clean_name(self) -> str:
        typed = str(self.cleaned_data["name"])
        if not typed.strip():
            raise forms.ValidationError(self.words["name_missing"])
        try:
            return clean_person_name(typed)
        except InvalidPersonName as problem:
            raise forms.ValidationError(self.words["name_invalid"]) from problem

    def clean_national_id(self) -> NationalId:
        if self.number is not None:
            return self.number
        typed = str(self.cleaned_data["national_id"])
        if not typed.strip():
            raise forms.ValidationError(self.words["id_missing"])
        try:
            return NationalId.parse(typed)
        except InvalidNationalId as problem:
            wrong_digit = problem.problem is NationalIdProblem.CHECK
            raise forms.ValidationError(self.words["id_check" if wrong_digit else "id_shape"]) from problem


def _number_in(data: QueryDict, *, at: datetime) -> NationalId | None:
    """The number typed now, else the one kept from before; None when there is none that passes its check."""
    typed = data.get("national_id", "")
    if not typed.strip():
        return kept(data.get("kept_number", ""), at=at)
    try:
        return NationalId.parse(typed)
    except InvalidNationalId:
        return None
