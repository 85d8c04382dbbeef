"""Files that are not what they say, or not as they should be: each has a sentence of its own."""

import pytest

from hefa.paperwork.papers.intakes import INTAKES
from hefa.paperwork.rules.reading import FIXED_ROW, MAX_ROWS, Table, UnreadableFile, read_table
from tests.cast import an_id
from tests.paperwork.uploads.files import (
    HEADER,
    archive,
    bomb,
    csv_file,
    far_cell,
    lying_archive,
    person,
    workbook,
)

TEMPLATE = INTAKES["template"]
NASTY = {
    "empty": (b"", "檔案是空的"),
    "a byte order mark alone": (b"\xef\xbb\xbf\r\n", "檔案是空的"),
    "commas alone": (b",,,\r\n,,,\r\n", "檔案是空的"),
    "a PDF": (b"%PDF-1.7\n...", "這是 PDF 檔"),
    "a picture": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "這是圖片"),
    "an old XLS, renamed": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "這是舊版 Excel（.xls）"),
    "a locked XLSX": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "檔案有密碼保護",
    ),
    "HTML saved as XLS": (b"\r\n<html><body><table><tr><td>x</td></tr></table>", "這是網頁（HTML）"),
    "HTML with a mark": (b"\xef\xbb\xbf<!DOCTYPE html><p>x", "這是網頁（HTML）"),
    "an XML spreadsheet": (b'<?xml version="1.0"?><Workbook/>', "XML 檔"),
    "a Word file": (archive(word__document_dot_xml="<w/>"), "這是 Word"),
    "a binary workbook": (archive(xl__workbook_dot_bin="x"), "二進位活頁簿"),
    "an archive": (archive(list_dot_csv="x"), "這是壓縮檔"),
    "half an archive": (workbook(HEADER, person())[:900], "檔案損壞"),
    "a workbook without sheets": (archive(xl__workbook_dot_xml="<workbook/>"), "檔案損壞"),
    "bytes of anything": (bytes(range(32)) * 20, "檔案內容不是文字"),
    "a far cell": (far_cell(), "工作表的範圍太大"),
    "a bomb": (bomb(), "檔案解開後超過"),
    "an archive that lies": (lying_archive(), "檔案解開後超過"),
    "a large text": (b"a,b\r\n" * 5_000_000, "最多 20 MB"),
    "a large workbook": (b"PK\x03\x04" + b"\1" * 6_000_000, "最多 5 MB"),
    "neither UTF-8 nor Big5": (csv_file(person(), encoding="utf-8") + b"\xfa\x40\xff\r\n", "第 3 行有無法讀取的"),
    "a UTF-8 that breaks": (csv_file(person()) + b"\xff\xfe\r\n", "標示為 UTF-8，但第 3 行"),
    "a quote that never ends": (csv_file(['"王小明', "x"]), "第 2 列無法讀取：引號沒有成對"),
    "no header": (b"1,2,3\r\n4,5,6\r\n", "找不到標題列"),
    "another file altogether": (csv_file(["a", "b"], header=("品名", "數量")), "找不到標題列"),
    "a column less": (csv_file(["王小明", "", ""], header=("姓名", "機關代碼", "實體時數")), "缺少欄位：身分證"),
    "a column twice": (csv_file(person(), header=("姓名", "身分證統一編號", "姓名")), "欄位「姓名」出現兩次"),
    "a header alone": (csv_file(), "標題列以下沒有資料"),
    "too many rows": (csv_file() + b"a,b\r\n" * (MAX_ROWS + 1), "檔案超過 100,000 列"),
    "merged cells": (workbook(HEADER, person(), person(2), merged="A2:A3"), "有合併儲存格（A2:A3）"),
    "a merged header": (workbook(HEADER, person(), merged="A1:B1"), "缺少欄位"),
}  # fmt: skip


def read(content: bytes, intake: str = "template") -> tuple[Table, list[tuple[str, ...]]]:
    table = read_table(content, INTAKES[intake])
    return table, [line.cells for line in table.lines]


@pytest.mark.parametrize(("content", "sentence"), NASTY.values(), ids=NASTY.keys())
def test_a_file_that_cannot_be_read_is_told_why(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        read(content)


ROW = ("王小明", an_id(1).value, "355000000I", "0", "1.5", "")
TOLD = ["王小明", an_id(1).value, "355000000I", "0", "1.5"]
GOOD = {
    "UTF-8 with a mark": csv_file(TOLD),
    "UTF-8 without": csv_file(TOLD, encoding="utf-8"),
    "Big5": csv_file(TOLD, encoding="cp950"),
    "UTF-16 with tabs, Excel's Unicode text": csv_file(TOLD).decode("utf-8-sig").replace(",", "\t").encode("utf-16"),
    "semicolons": csv_file(TOLD).replace(b",", b";"),
    "line feeds alone": csv_file(TOLD).replace(b"\r\n", b"\n"),
    "blank rows between and after": csv_file([], TOLD, ["", "", ""], []),
    "columns in another order": csv_file(
        ["1.5", "0", an_id(1).value, "355000000I", "王小明"],
        header=("實體時數", "數位時數", "身分證字號", "機關代碼", "姓名"),
    ),
    "stars and blanks in the header": csv_file(
        TOLD, header=("＊姓名", "* 身分證統一編號", "服務單位代碼(必填)", "數位時數", "實體 時數")
    ),
    "a title above the header": csv_file(HEADER, TOLD, header=("綠水縣研習名單",)),
    "apostrophes of a file for people": csv_file(["王小明", an_id(1).value, "355000000I", "0", "1.5", "'"]),
    "a workbook": workbook(HEADER, TOLD),
    "a workbook with numbers": workbook(HEADER, ["王小明", an_id(1).value, "355000000I", 0, 1.5]),
    "a workbook that begins lower": workbook([], [], ["", *HEADER], ["", *TOLD]),
    "the second sheet": workbook(HEADER, TOLD, sheets=[[["說明"], ["請看第二張"]]]),
    "fixed rows that are not to be deleted": workbook(
        [f"{FIXED_ROW} - 欄位名稱", *HEADER],
        [f"{FIXED_ROW} - 是否必填", "必填", "必填", "", "", ""],
        [f"{FIXED_ROW} - 範例", "王小明", "A123456789", "", "0", "2"],
        ["", *TOLD],
    ),
}  # fmt: skip


@pytest.mark.parametrize("content", GOOD.values(), ids=GOOD.keys())
def test_a_file_is_read_in_whatever_shape_it_comes(content: bytes) -> None:
    _, cells = read(content)
    assert cells == [ROW]


def test_rows_are_counted_as_the_screen_of_excel_counts_them() -> None:
    content = workbook([], ["研習名單"], HEADER, person(1), [], person(2))
    assert [line.number for line in read_table(content, TEMPLATE).lines] == [4, 6]


def test_columns_that_nobody_reads_are_named_but_not_the_reason_of_a_refusal() -> None:
    table, cells = read(csv_file([*TOLD, "男", "第 2 列：沒有姓名"], header=(*HEADER, "性別", "退回原因")))
    assert table.notices == ("下列欄位不會讀取：性別。",) and cells == [ROW]


def test_a_row_wider_than_its_header_is_not_guessed_at() -> None:
    (line,) = read_table(csv_file([*TOLD, "多", "了"]), TEMPLATE).lines
    assert line.problem.startswith("這一列比標題列多了 2 欄")


def test_a_cell_that_is_a_book_is_cut_and_told() -> None:
    (line,) = read_table(csv_file(["王" * 1001, *TOLD[1:]]), TEMPLATE).lines
    assert "超過 1000 個字" in line.problem and len(line.cells[0]) == 1000
    assert an_id(1).value not in repr(line)


def test_an_ods_is_read_with_the_endless_blank_rows_that_its_makers_write() -> None:
    from hefa.paperwork.prints.workbook import ods  # noqa: PLC0415 - beside what it is compared with

    _, cells = read(ods(HEADER, [TOLD], sheet="名單"))
    assert cells == [ROW]
