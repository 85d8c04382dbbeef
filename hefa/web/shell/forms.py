"""How forms look and speak on every page: label, help, errors beside the field, one look for all."""

from typing import Any, ClassVar

from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorList


class PageRenderer(DjangoTemplates):
    """Draws each field through the shell's template, so that `{{ field.as_field_group }}` is all a page writes."""

    field_template_name = "shell/field.html"


class PageErrors(ErrorList):
    """The errors of one field, tied to it by `aria-describedby`."""

    template_name = "shell/field_errors.html"
    template_name_ul = "shell/field_errors.html"


class PageForm(forms.Form):
    """A form in the site's look. Subclasses may set `optional_word` for pages in another language."""

    default_renderer: ClassVar[type[PageRenderer]] = PageRenderer
    optional_word = "（選填）"
    asked_anyway: ClassVar[frozenset[str]] = frozenset()
    """Fields that the form itself insists on, although Django's `required` is off; they get no 選填."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("error_class", PageErrors)
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field.widget)


def _dress(widget: forms.Widget) -> None:
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        look = "form-check-input"
    elif isinstance(widget, forms.Select):
        look = "form-select"
    else:
        look = "form-control"
    widget.attrs["class"] = f"{look} {widget.attrs.get('class', '')}".strip()
