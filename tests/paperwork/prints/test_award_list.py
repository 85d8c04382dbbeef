"""列印學員資料 as PDF data: people numbered, classes after them, and no number beyond the last four."""

from hefa.paperwork.prints.award_list import TEMPLATE, ListedRow, award_list_data
from hefa.paperwork.prints.typeset import pdf
from tests.cast import NOW, World


def test_people_are_numbered_and_classes_follow(world: World) -> None:
    people = [ListedRow(name, "******6789", "綠水縣政府", "2", "0", "已覆核") for name in ("李喆堃", "Ngayaw‧Kacaw")]
    groups = [ListedRow("六年一班（28 人）", "", "綠水國小", "2", "0", "已覆核")]
    data = award_list_data(
        world.offering,
        label="已通過",
        count="2 人＋1 班 28 人",
        printed_at="115-11-24 09:30",
        people=people,
        groups=groups,
    )
    assert [row[:3] for row in data["rows"]] == [
        ["1", "李喆堃", "******6789"],
        ["2", "Ngayaw‧Kacaw", "******6789"],
        ["", "六年一班（28 人）", ""],
    ]
    assert data["heading"] == "學員資料（已通過）" and data["activity"].endswith("（活動代碼：Test01）")
    assert pdf(TEMPLATE, data, at=NOW).startswith(b"%PDF")
