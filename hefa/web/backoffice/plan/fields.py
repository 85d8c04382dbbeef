"""What the forms of 新增維護活動 are made of."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

ASK = ("", "請選擇")


def number_field(label: str, *, least: int, most: int, words: str, **kwargs: Any) -> forms.IntegerField:
    """A whole number; `words` say what is wanted, whatever is wrong."""
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)
    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, error_messages=errors, widget=widget, **kwargs
    )


def code_field(label: str, *, thing: str = "", **kwargs: Any) -> forms.ChoiceField:
    """A code of a list; the form offers those that the year knows."""
    thing = thing or label
    errors = {"required": f"請選擇{thing}。", "invalid_choice": f"這個{thing}不適用於此活動年度，請重新選擇。"}
    return forms.ChoiceField(label=label, error_messages=errors, **kwargs)


def hour_field(label: str, **kwargs: Any) -> forms.CharField:
    """A number of hours as it is typed: `Hours.of` reads it."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 6})
    return forms.CharField(
        label=label, max_length=12, widget=widget, error_messages={"required": "請輸入時數。"}, **kwargs
    )


def grouped(form: forms.Form, groups: Mapping[str, Sequence[str]]) -> list[tuple[str, list[BoundField]]]:
    """The fields that a form has, under their headings."""
    return [(title, [form[name] for name in names if name in form.fields]) for title, names in groups.items()]
