"""The code lists: what a year knows, and how the operator keeps them. Entries come and go; none is taken out."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from hefa.activities.models import CodeListEntry
from hefa.activities.names import CodeList
from hefa.activities.rules import stands_in_year
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb


class CodeKnown(ValueError):
    """The list holds this code already."""


class EndsBeforeItStarts(ValueError):
    """The last day of an entry would lie before its first."""


class CodeNotInForce(ValueError):
    """A code that the year does not know; the message is the sentence to show."""

    def __init__(self, code_list: CodeList, sentence: str) -> None:
        super().__init__(sentence)
        self.code_list = code_list


def check_codes(wanted: Sequence[tuple[CodeList, str]], *, roc_year: int) -> None:
    """Each code stands in its list in some part of the year: 參訪 was a method once and no longer is.

    Raises CodeNotInForce for the first that does not.
    """
    codes = {code for _, code in wanted}
    known = {(entry.code_list, entry.code): entry for entry in CodeListEntry.objects.filter(code__in=codes)}
    for code_list, code in wanted:
        entry = known.get((code_list.value, code))
        if entry is None:
            raise CodeNotInForce(code_list, f"查無這個{code_list.label}，請重新選擇。")
        if not stands_in_year(entry.valid_from, entry.valid_until, roc_year=roc_year):
            raise CodeNotInForce(code_list, f"「{entry.label}」在 {roc_year} 年度已不適用，請重新選擇。")


@transaction.atomic
def add_code(
    *,
    code_list: CodeList,
    code: str,
    label: str,
    valid_from: date | None,
    valid_until: date | None = None,
    actor: Actor,
    at: datetime,
) -> CodeListEntry:
    """Add an entry that may be used from its first day to its last; None leaves an end open.

    Raises CodeKnown, EndsBeforeItStarts.
    """
    if valid_from and valid_until and valid_until < valid_from:
        raise EndsBeforeItStarts
    entry = CodeListEntry(
        code_list=code_list, code=code.strip(), label=label.strip(), valid_from=valid_from, valid_until=valid_until
    )
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        raise CodeKnown from None
    _note(Verb.CODE_ENTRY_ADDED, code_list, entry.code, actor, at, valid_from=valid_from, valid_until=valid_until)
    return entry


@transaction.atomic
def end_code(*, code_list: CodeList, code: str, last_day: date | None, actor: Actor, at: datetime) -> bool:
    """Let an entry end on a day, its last, or leave it open again (None). False when it is so already.

    What is described with the code stays as it is. Raises CodeListEntry.DoesNotExist, EndsBeforeItStarts.
    """
    entry = CodeListEntry.objects.filter(code_list=code_list, code=code)
    startable = entry if last_day is None else entry.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=last_day))
    if not startable.exclude(valid_until=last_day).update(valid_until=last_day):
        if CodeListEntry.objects.get(code_list=code_list, code=code).valid_until != last_day:
            raise EndsBeforeItStarts
        return False
    _note(Verb.CODE_ENTRY_ENDED, code_list, code, actor, at, valid_until=last_day)
    return True


def _note(verb: Verb, code_list: CodeList, code: str, actor: Actor, at: datetime, **days: date | None) -> None:
    facts = {
        "list": code_list.value,
        "code": code,
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }
    record(at=at, actor=actor, verb=verb, subject_kind="code_list", subject_id=None, facts=facts)
