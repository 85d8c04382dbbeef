"""The code lists as they stand in a year or on a day."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from hefa.activities.models import CodeListEntry
from hefa.activities.names import CodeList
from hefa.activities.rules import stands_in_year


def code_labels(code_list: CodeList, *, on: date) -> Mapping[str, str]:
    """The labels of a list by code, as they stand on this day."""
    entries = CodeListEntry.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        code_list=code_list,
    )
    return dict(entries.order_by("code").values_list("code", "label"))


def code_choices(code_list: CodeList, *, roc_year: int) -> list[tuple[str, str]]:
    """Code and label of what a 年度 may be described with, in the order of the codes."""
    entries = CodeListEntry.objects.filter(code_list=code_list)
    return _in_order(one for one in entries if stands_in_year(one.valid_from, one.valid_until, roc_year=roc_year))


def known_codes(code_list: CodeList) -> list[tuple[str, str]]:
    """Code and label of all that the list ever held, in the order of the codes."""
    return _in_order(CodeListEntry.objects.filter(code_list=code_list))


def _in_order(entries: Iterable[CodeListEntry]) -> list[tuple[str, str]]:
    return sorted(((one.code, one.label) for one in entries), key=lambda pair: (len(pair[0]), pair[0]))
