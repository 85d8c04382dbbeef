"""現場海報: the poster of an offering, by which people make their personal code with their own phone (flow B)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hefa.activities.models import Offering
from hefa.base import qr
from hefa.base.roc import TAIPEI, format_roc

TEMPLATE = "poster"
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, in both languages."""

    words: str
    english: str


STEPS = (
    Step("用手機相機掃描上方條碼，開啟網頁", "Scan the code above with your phone camera."),
    Step("輸入姓名、身分證統一編號、服務單位，按「建立個人條碼」", "Fill in your details and make your personal code."),
    Step("向工作人員出示個人條碼，完成核發時數", "Show your code to the staff. Your hours are recorded at once."),
)
HINTS = (
    Step("已有個人條碼者，請直接出示。", "If you already have a personal code, just show it."),
    Step("沒有手機或無法上網者，請洽現場工作人員。", "No phone or no network? Please ask the staff."),
)


def when(offering: Offering) -> str:
    """115-11-24（二）09:00～11:00; the day of the end where it is another."""
    starts, ends = (at.astimezone(TAIPEI) for at in (offering.starts_at, offering.ends_at))
    same_day = starts.date() == ends.date()
    return f"{_day(starts)} {starts:%H:%M}～{'' if same_day else f'{_day(ends)} '}{ends:%H:%M}"


def poster_data(offering: Offering, *, address: str, agency: str) -> Mapping[str, Any]:
    """What the template prints; `address` is that of 建立個人條碼 on this site."""
    activity, drawn = offering.activity, qr.address_picture(address)
    return {
        "title": f"現場海報：{activity.name} 第 {offering.number} 期",
        "activity": activity.name,
        "number": offering.number,
        "when": when(offering),
        "place": activity.place,
        "organiser": activity.organiser.name,
        "agency": agency,
        "address": address,
        "picture": drawn.svg,
        "modules": drawn.path,
        "side": drawn.side,
        "steps": [{"words": one.words, "english": one.english} for one in STEPS],
        "hints": [{"words": one.words, "english": one.english} for one in HINTS],
    }


def _day(at: datetime) -> str:
    return f"{format_roc(at.date())}（{WEEKDAYS[at.weekday()]}）"
