"""Why an officer does something that stays on record."""

from collections.abc import Mapping

from django import forms

from hefa.web.shell.forms import looks_like_a_number

REASON_HELP = "會留在紀錄中，請勿填寫身分證字號。"
LONGEST_REASON = 200


class ReasonField(forms.CharField):
    """原因: at most 200 characters, without a national ID in it."""

    def __init__(self, label: str = "原因", **kwargs: object) -> None:
        words: Mapping[str, object] = {
            "label": label,
            "max_length": LONGEST_REASON,
            "help_text": REASON_HELP,
            "widget": forms.TextInput(attrs={"autocomplete": "off"}),
            "error_messages": {
                "required": f"請填寫{label}。",
                "max_length": f"{label}最多 {LONGEST_REASON} 個字。",
            },
        }
        super().__init__(**{**words, **kwargs})  # type: ignore[arg-type]

    def clean(self, value: object) -> str:
        text: str = super().clean(value)
        if looks_like_a_number(text):
            raise forms.ValidationError("請勿填寫身分證字號。")
        return text
