"""manage import_units, as an operator runs it."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hefa.units import actions
from hefa.units.models import Unit

pytestmark = pytest.mark.django_db
SAMPLE = Path(actions.__file__).parent / "samples" / "units.csv"


def run(path: Path) -> str:
    out = StringIO()
    call_command("import_units", str(path), stdout=out, stderr=out)
    return out.getvalue()


def test_the_sample_is_imported_and_a_second_time_changes_nothing() -> None:
    units = len(SAMPLE.read_text(encoding="utf-8-sig").splitlines()) - 1
    assert f"新增 {units} 筆，更新 0 筆" in run(SAMPLE)
    assert f"新增 0 筆，更新 0 筆，未變更 {units} 筆" in run(SAMPLE)
    assert Unit.objects.get(code="376990100A").parent == Unit.objects.get(code="376990000A")


def test_bad_lines_are_named_and_the_others_taken(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_bytes("機關代碼,機關名稱\r\n376990000A,綠水縣政府\r\n12,短\r\n376990100A,\r\n".encode("cp950"))
    with pytest.raises(CommandError, match="2 列未匯入"):
        run(file)
    assert Unit.objects.get().name == "綠水縣政府"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "代碼,名稱\n1,2".encode(), b""])
def test_a_file_that_is_another_is_told_in_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "units.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=r"缺少欄位|編碼"):
        run(file)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="讀不到檔案"):
        run(tmp_path / "none.csv")
