"""ROC dates in templates: {{ day|roc }} and {{ time|roc_time }}; nothing for None."""

from datetime import date, datetime

from django import template

from hefa.base.roc import format_roc, format_roc_datetime

register = template.Library()


@register.filter
def roc(day: date | None) -> str:
    """109-03-24."""
    return format_roc(day) if day else ""


@register.filter
def roc_time(at: datetime | None) -> str:
    """109-03-24 09:30, in Taipei."""
    return format_roc_datetime(at) if at else ""
