"""簽到暨補登表: numbered rows, first those who are expected, then blank ones; the 補登 page numbers its rows alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hefa.activities.models import Offering
from hefa.base.hours import plain
from hefa.paperwork.prints.poster import when

TEMPLATE = "sign_in"
NUMBER_BOXES = 10
LAST_FOUR = 4
PRIVACY = (
    "個人資料告知：本表所填姓名、身分證統一編號（或居留證統一證號）及服務單位，由開課單位依環境教育法為核發、登錄及申報學習時數蒐集利用，"
    "於法定保存期限內在我國境內使用；您得依個人資料保護法第 3 條查詢、更正或請求刪除。不提供者無法登錄時數。"
)


@dataclass(frozen=True, slots=True)
class SignInRow:
    """One row. A blank one asks for the whole number, that of somebody expected for the last four alone."""

    number: int
    name: str = ""
    unit: str = ""

    @property
    def boxes(self) -> int:
        return LAST_FOUR if self.name else NUMBER_BOXES


def sign_in_rows(expected: Sequence[tuple[str, str]], *, blank: int) -> Sequence[SignInRow]:
    """Rows for these people (name, unit), then as many blank ones."""
    known = [SignInRow(n, name, unit) for n, (name, unit) in enumerate(expected, start=1)]
    return [*known, *(SignInRow(len(known) + n) for n in range(1, blank + 1))]


def sign_in_data(offering: Offering, rows: Sequence[SignInRow]) -> Mapping[str, Any]:
    """What the template prints."""
    activity, hours = offering.activity, offering.hours
    return {
        "title": f"簽到暨補登表：{activity.name} 第 {offering.number} 期",
        "activity": f"{activity.name} 第 {offering.number} 期（活動代碼：{activity.code}）",
        "organiser": activity.organiser.name,
        "when": when(offering),
        "place": activity.place,
        "hours": f"實體 {plain(hours.in_person)} 小時，數位 {plain(hours.digital)} 小時",
        "privacy": PRIVACY,
        "rows": [{"number": one.number, "name": one.name, "unit": one.unit, "boxes": one.boxes} for one in rows],
    }
