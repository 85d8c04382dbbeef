"""Values in the words of the screen, for templates that list many: hours without trailing zeros, days as 109-03-24."""

from datetime import date
from decimal import Decimal

from django import template

from hefa.base.hours import plain
from hefa.base.roc import format_roc

register = template.Library()


@register.filter
def hours(value: Decimal) -> str:
    """2, 1.5."""
    return plain(value)


@register.filter
def roc(value: date | None) -> str:
    """109-03-24; nothing for no day."""
    return format_roc(value) if value else ""
