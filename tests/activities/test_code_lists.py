"""The operator keeps the code lists."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hefa.activities.actions import CodeKnown, CodesReport, EndsBeforeItStarts, add_code, end_code, import_codes
from hefa.activities.models import CodeListEntry
from hefa.activities.names import CodeList
from hefa.activities.queries import code_choices
from hefa.activities.rules import UnreadableCodes, stands_on
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


SITES = "代碼,名稱,生效日期,截止日期\nE001,綠水溪環境教育園區,111-03-01,116-02-28\nE002,喆園,,\n"


def imported(text: str, encoding: str = "utf-8-sig") -> CodesReport:
    return import_codes(code_list=CodeList.SITE, content=text.encode(encoding), actor=SYSTEM, at=NOW)


def test_a_list_is_taken_over_and_brought_up_to_date(db: None) -> None:
    assert imported(SITES) == CodesReport(2, 0, 0, [])
    entry = CodeListEntry.objects.get(code="E001")
    assert (entry.label, entry.valid_from, entry.valid_until) == (
        "綠水溪環境教育園區",
        date(2022, 3, 1),
        date(2027, 2, 28),
    )
    renewed = "代碼,名稱,截止日期\nE001,綠水溪環境教育園區,2032-02-28\n"
    assert imported(renewed, "cp950") == CodesReport(0, 1, 0, [])
    assert imported(renewed) == CodesReport(0, 0, 1, [])
    assert dict(code_choices(CodeList.SITE, roc_year=121)) == {"E001": "綠水溪環境教育園區", "E002": "喆園"}
    assert AuditEntry.objects.filter(verb=Verb.CODES_IMPORTED).count() == 3


def test_lines_that_cannot_be_taken_are_told_and_the_others_taken(db: None) -> None:
    report = imported(
        SITES + f"E001,再一次,,\n,無代碼,,\nE003,,,\n{'E' * 21},長,,\nE004,日期,昨天,\nE005,倒,115-02-01,115-01-01\n"
    )
    assert (report.added, [(line.number, line.sentence) for line in report.refused]) == (
        2,
        [
            (4, "代碼與前面的列重複"),
            (5, "代碼應為 1 至 20 個字"),
            (6, "名稱應為 1 至 100 個字"),
            (7, "代碼應為 1 至 20 個字"),
            (8, "生效日期無法辨識，請用 109-03-24 或 2020-03-24"),
            (9, "截止日期早於生效日期"),
        ],
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "缺少欄位：代碼、名稱"), (b"a,b\n", "缺少欄位"), (b"\xff\xfe\x00", "編碼不是")],
    ids=["empty", "other", "encoding"],
)
def test_a_file_that_is_not_a_list_is_refused_in_words(db: None, content: bytes, told: str) -> None:
    with pytest.raises(UnreadableCodes, match=told):
        import_codes(code_list=CodeList.SITE, content=content, actor=SYSTEM, at=NOW)


def test_the_operator_imports_at_the_command_line(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sites.csv"
    file.write_text(SITES, encoding="utf-8")
    call_command("import_codes", "site", str(file))
    assert capsys.readouterr().out == "新增 2 筆，更新 0 筆，未變更 0 筆\n"
    with pytest.raises(CommandError, match="讀不到檔案"):
        call_command("import_codes", "site", str(tmp_path / "none.csv"))


def test_a_code_holds_on_days_that_lie_within_its_time() -> None:
    first, last = date(2026, 3, 1), date(2026, 3, 2)
    assert stands_on(None, None, first=first, last=last) and stands_on(first, last, first=first, last=last)
    assert not stands_on(last, None, first=first, last=last)
    assert not stands_on(None, first, first=first, last=last)
