"""The world of bench import: an organiser with offerings, and a file of people whom nobody knows yet."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hefa.audit.names import SYSTEM
from hefa.base.roc import TAIPEI, format_roc, roc_year
from hefa.organisers.actions import approve_organiser
from hefa.paperwork.papers.intakes import INTAKES
from tests import cast

SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高"
GIVEN = "志明淑芬雅婷家豪怡君俊傑美玲建宏佩珊文雄麗華國榮玉珍承翰詩涵宇軒"
PEOPLE_AN_OFFERING = 500
SUMMARY = "認識溪流生物與棲地環境，並動手檢測水質，討論流域治理與環境保護的關係"


def build(*, rows: int) -> bytes:
    """An organiser, its officer, as many offerings as the file needs, held yesterday; returns the file."""
    at = datetime.now(UTC)
    unit = cast.a_unit("355000000I", "綠水縣政府環境保護局")
    organiser = approve_organiser(name=unit.name, unit=unit, actor=SYSTEM, at=at)
    cast.an_officer("alice", organiser, at=at)
    cast.an_officer("bob", organiser, at=at)
    activity = cast.an_activity(organiser, at=at, name="溪流觀察")
    for number in range(1, -(-rows // PEOPLE_AN_OFFERING) + 1):
        cast.an_offering(activity, at=at, number=number, starts_in=timedelta(days=-1))
    day = (at - timedelta(days=1)).astimezone(TAIPEI).date()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([f"*{column.header}" for column in INTAKES["env-batch-18"].columns])
    writer.writerows(_lines(rows, year=str(roc_year(day)), day=format_roc(day)))
    return text.getvalue().encode("cp950")


def _lines(rows: int, *, year: str, day: str) -> Iterator[list[str]]:
    for n in range(1, rows + 1):
        number = str((n - 1) // PEOPLE_AN_OFFERING + 1)
        yield [
            year, "355000000I", cast.an_id(n).value, "溪流觀察", day, _name(n), "1", "341", SUMMARY, "10",
            "綠水縣環境教育中心", number, day, "2", "2", "0", "2", "",
        ]  # fmt: skip


def _name(n: int) -> str:
    return SURNAMES[n % len(SURNAMES)] + GIVEN[n * 7 % len(GIVEN)] + GIVEN[n * 11 % len(GIVEN)]
