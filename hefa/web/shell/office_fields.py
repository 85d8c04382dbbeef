"""Fields that name an office: its duties, and the unit of its organiser."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.units.models import Unit
from hefa.units.queries import unit_by_code


class DutiesField(forms.MultipleChoiceField):
    """職責, one box each; at least one."""

    def __init__(self, *, offered: Iterable[Duty] = Duty, **kwargs: Any) -> None:
        super().__init__(
            label="職責",
            choices=[(duty.value, duty.label) for duty in offered],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "請至少選擇一項職責。"},
            **kwargs,
        )


class UnitCodeField(forms.CharField):
    """機關代碼 of a unit that stands today; empty for an organiser without one."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", "可於「查詢代碼」查得；沒有機關代碼者免填。")
        super().__init__(label="機關代碼", max_length=20, **kwargs)

    def clean(self, value: Any) -> Unit | None:
        code = super().clean(value)
        if not code:
            return None
        unit = unit_by_code(code, on=localdate(now()))
        if unit is None:
            raise ValidationError("查無此機關代碼，或機關已裁撤。", code="unknown")
        return unit
