"""A reason: a short text that whoever asks later will read, so no national ID may stand in it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hefa.web.shell.forms import PageForm, looks_like_a_number

LONGEST = 200


class ReasonField(forms.CharField):
    """A text of at most 200 characters, asked for with the given label."""

    def __init__(self, label: str = "原因", **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        kwargs.setdefault("help_text", "會留在紀錄中，請勿填寫身分證字號。")
        kwargs.setdefault(
            "error_messages", {"required": f"請填寫{label}。", "max_length": f"{label}最多 {LONGEST} 個字。"}
        )
        super().__init__(label=label, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if looks_like_a_number(str(value)):
            raise ValidationError("請勿填寫身分證字號。", code="number")


class ReasonForm(PageForm):
    """Nothing but the reason for a change that cannot be taken back by a click."""

    reason = ReasonField()
