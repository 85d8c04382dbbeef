"""Which offering and which person a line means, among those that there are. A text instead of one says why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hefa.base.person_name import same_name
from hefa.base.roc import format_roc
from hefa.paperwork.rules.reading.judge import Place


@dataclass(frozen=True, slots=True)
class Held:
    """An offering of the organiser. `name` is folded; the days are days in Taipei."""

    id: int
    roc_year: int
    name: str
    code: str
    number: int
    starts_on: date
    ends_on: date
    opens_at: datetime
    cancelled: bool


@dataclass(frozen=True, slots=True, repr=False)
class Acquaintance:
    """Somebody whom an offering knows, enrolled or awarded, with the units that were ever told of them there."""

    learner_id: int
    name: str
    last4: str
    unit_ids: frozenset[int | None]


def offering_meant(place: Place, held: Sequence[Held]) -> Held | str:
    """The offering with this year, name, number and days; the code tells two of the same name apart."""
    if not place.name or place.roc_year is None or place.number is None:
        return "須有年度、課程名稱與期別，才能對應到活動"
    named = [one for one in held if (one.roc_year, one.name) == (place.roc_year, place.name)]
    if not named:
        return f"貴單位 {place.roc_year} 年度沒有這個課程名稱的活動，請先在「新增維護活動」建立"
    numbered = [one for one in named if one.number == place.number]
    if not numbered:
        return f"這個活動沒有第 {place.number} 期，請先在「新增維護活動」建立"
    dated = [one for one in numbered if (one.starts_on, one.ends_on) == (place.starts_on, place.ends_on)]
    if not dated:
        known = numbered[0]
        return f"日期與活動不符：第 {known.number} 期是 {format_roc(known.starts_on)}~{format_roc(known.ends_on)}"
    if len(dated) > 1:
        dated = [one for one in dated if one.code == place.code]
    return dated[0] if len(dated) == 1 else "有兩個以上的活動符合，請在「課程代碼」填寫活動代碼"


def closed_to_hours(offering: Held, *, at: datetime) -> str | None:
    """Why no hours can be entered for this offering now; None when they can."""
    if offering.cancelled:
        return "這個期別已取消，不能登錄時數"
    return f"活動尚未開始（{format_roc(offering.starts_on)}），開始後再上傳" if at < offering.opens_at else None


def elsewhere(place: Place, offering: Held) -> bool:
    """Whether a line names another offering than the one that it is uploaded to. What it does not say, agrees."""
    told = (place.roc_year, place.name or None, place.code or None, place.number)
    there = (offering.roc_year, offering.name, offering.code, offering.number)
    return any(one is not None and one != other for one, other in zip(told, there, strict=True))


def person_meant(
    name: str, last4: str, unit_id: int | None, *, unit_told: bool, known: Sequence[Acquaintance]
) -> Acquaintance | str:
    """The one person of this name, last four and unit; without a unit in the file, name and last four must do."""
    alike = [one for one in known if one.last4 == last4 and same_name(one.name, name)]
    if not alike:
        return "本活動的報名與核發名單中沒有這個姓名與末四碼，請改用範本並填寫身分證統一編號"
    here = [one for one in alike if unit_id in one.unit_ids] if unit_told else alike
    if not here:
        return "姓名與末四碼相符，但服務機關不同，請確認或改用範本並填寫身分證統一編號"
    return here[0] if len(here) == 1 else "有兩位以上的學員姓名與末四碼相同，請改用範本並填寫身分證統一編號"
