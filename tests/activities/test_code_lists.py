"""The operator keeps the code lists."""

from datetime import date

import pytest

from hefa.activities.actions import CodeKnown, EndsBeforeItStarts, add_code, end_code
from hefa.activities.models import CodeListEntry
from hefa.activities.names import CodeList
from hefa.activities.queries import code_choices
from hefa.activities.rules import stands_on
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from tests.cast import NOW

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2027, 1, 1)


def added(valid_until: date | None = None) -> CodeListEntry:
    return add_code(
        code_list=CodeList.METHOD,
        code=" 11 ",
        label="虛擬實境",
        valid_from=NEW_YEAR,
        valid_until=valid_until,
        actor=SYSTEM,
        at=NOW,
    )


def ended(last_day: date | None, code: str = "11") -> bool:
    return end_code(code_list=CodeList.METHOD, code=code, last_day=last_day, actor=SYSTEM, at=NOW)


def test_a_code_comes_on_its_day(db: None) -> None:
    assert str(added()) == "11 虛擬實境"
    assert "11" not in dict(code_choices(CodeList.METHOD, roc_year=115))
    assert dict(code_choices(CodeList.METHOD, roc_year=116))["11"] == "虛擬實境"
    facts = {"list": "method", "code": "11", "valid_from": "2027-01-01", "valid_until": None}
    assert AuditEntry.objects.get(verb=Verb.CODE_ENTRY_ADDED).facts == facts
    with pytest.raises(CodeKnown):
        added()


def test_a_code_ends_on_a_day_and_may_be_left_open_again(db: None) -> None:
    added()
    assert ended(date(2027, 6, 30)) and not ended(date(2027, 6, 30))
    assert "11" not in dict(code_choices(CodeList.METHOD, roc_year=117))
    assert ended(None) and not ended(None)
    assert "11" in dict(code_choices(CodeList.METHOD, roc_year=117))
    told = AuditEntry.objects.filter(verb=Verb.CODE_ENTRY_ENDED).order_by("pk")
    assert [entry.facts["valid_until"] for entry in told] == ["2027-06-30", None]


def test_a_code_cannot_end_before_it_starts(db: None) -> None:
    with pytest.raises(EndsBeforeItStarts):
        added(valid_until=date(2026, 12, 31))
    added()
    with pytest.raises(EndsBeforeItStarts):
        ended(date(2026, 12, 31))
    with pytest.raises(CodeListEntry.DoesNotExist):
        ended(NEW_YEAR, code="12")


def test_a_code_holds_on_days_that_lie_within_its_time() -> None:
    first, last = date(2026, 3, 1), date(2026, 3, 2)
    assert stands_on(None, None, first=first, last=last) and stands_on(first, last, first=first, last=last)
    assert not stands_on(last, None, first=first, last=last)
    assert not stands_on(None, first, first=first, last=last)
