"""How forms look and speak on every page: label, help, errors beside the field, one look for all."""

import re
from typing import Any, ClassVar

from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorList

from hefa.base.normal_form import half_width


class PageRenderer(DjangoTemplates):
    """Draws each field through the shell's template, so that `{{ field.as_field_group }}` is all a page writes."""

    field_template_name = "shell/field.html"


RENDERER = PageRenderer()
"""One for all forms: each has an engine of its own, which reads and compiles its templates once."""


class PageErrors(ErrorList):
    """The errors of one field, tied to it by `aria-describedby`."""

    template_name = "shell/field_errors.html"
    template_name_ul = "shell/field_errors.html"


NO_SUCH_CHOICE = "沒有這個選項，請重新選擇。"
"""Django's own sentence repeats what was sent, whatever that was."""
LIKE_A_NUMBER = re.compile(r"[A-Z][1289A-D]\d{8}")
MADE_BY_A_MACHINE = re.compile(r"[0-9A-Za-z_-]{16,}")
"""Ids and tokens of hidden fields, choices and addresses: the end of one UUID in eighty would pass for a number."""


def looks_like_a_number(text: str) -> bool:
    """Whether a text that somebody typed holds what could be a national ID, however it is written."""
    typed = MADE_BY_A_MACHINE.sub("|", half_width(text))
    return LIKE_A_NUMBER.search("".join(typed.split()).upper()) is not None


class PageField(forms.BoundField):
    """A field that is drawn empty when a national ID stands in it, typed by mistake or not: no page tells one back."""

    def value(self) -> Any:
        shown = super().value()
        parts = shown if isinstance(shown, list | tuple) else [shown]
        return None if any(isinstance(part, str) and looks_like_a_number(part) for part in parts) else shown


class PageForm(forms.Form):
    """A form in the site's look. Subclasses may set `optional_word` for pages in another language."""

    bound_field_class = PageField

    optional_word = "（選填）"
    asked_anyway: ClassVar[frozenset[str]] = frozenset()
    """Fields that the form itself insists on, although Django's `required` is off; they get no 選填."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("renderer", RENDERER)
        kwargs.setdefault("error_class", PageErrors)
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field.widget)
            if "%(value)" in str(field.error_messages.get("invalid_choice", "")):
                field.error_messages["invalid_choice"] = NO_SUCH_CHOICE


def clock_field(label: str, **kwargs: Any) -> forms.TimeField:
    """A time of day."""
    words = "請輸入時間，例如 09:00。"
    return forms.TimeField(
        label=label,
        input_formats=("%H:%M", "%H:%M:%S"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": words, "invalid": words},
        **kwargs,
    )


def _dress(widget: forms.Widget) -> None:
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        look = "form-check-input"
    elif isinstance(widget, forms.Select):
        look = "form-select"
    else:
        look = "form-control"
    widget.attrs["class"] = f"{look} {widget.attrs.get('class', '')}".strip()
