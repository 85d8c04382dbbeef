"""One line of a file judged by itself: what it says, and what is wrong with it, in words for the officer."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from hefa.base.hours import Hours, InvalidHours, plain
from hefa.base.national_id import InvalidNationalId, NationalId
from hefa.base.normal_form import half_width
from hefa.base.person_name import InvalidPersonName, clean_person_name
from hefa.base.roc import InvalidDate, parse_roc_date
from hefa.base.search_text import fold
from hefa.paperwork.names import Meaning
from hefa.paperwork.rules.reading.intake import Intake
from hefa.paperwork.rules.reading.table import FORMULA_START, Line

T = TypeVar("T")
LAST4 = re.compile(r"[*＊xX●]*(\d{1,4})")
WHOLE = re.compile(r"(?:第)?(\d{1,9})(?:期|年|年度)?(?:\.0+)?")
WRITTEN_DATE = re.compile(r"(?:民國|中華民國)?(\d{2,4})年(\d{1,2})月(\d{1,2})日?")
LONG_DATE = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
DIGITAL, IN_PERSON, BLENDED = "數位", "實體", "混成"
LEARNING_KINDS = {"1": DIGITAL, "2": IN_PERSON, "3": BLENDED, DIGITAL: DIGITAL, IN_PERSON: IN_PERSON, BLENDED: BLENDED}
LEARNING_KINDS |= {"實體+數位": BLENDED, "數位+實體": BLENDED}


@dataclass(frozen=True, slots=True)
class Place:
    """The offering that a line names. The name is folded; None and "" are what the file does not say."""

    roc_year: int | None
    name: str
    code: str
    number: int | None
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True, repr=False)
class Judged:
    """What a line says. `hours` None means those of the offering; faults keep it out, notices do not."""

    name: str
    national_id: NationalId | None
    last4: str
    unit_code: str
    hours: Hours | None
    place: Place
    faults: tuple[str, ...]
    notices: tuple[str, ...]


class _Reading:
    """The cells of one line by their meaning, gathering what is wrong as they are read."""

    def __init__(self, intake: Intake, line: Line) -> None:
        self.intake = intake
        self.line = line
        self.faults: list[str] = [line.problem] if line.problem else []
        self.notices: list[str] = []

    def has(self, meaning: Meaning) -> bool:
        return meaning in self.intake.place_of

    def text(self, meaning: Meaning) -> str:
        place = self.intake.place_of.get(meaning)
        return "" if place is None else self.line.cells[place]

    def fault(self, sentence: str) -> None:
        self.faults.append(sentence)

    def header(self, meaning: Meaning) -> str:
        return self.intake.columns[self.intake.place_of[meaning]].header


def judge(intake: Intake, line: Line) -> Judged:
    """Read one line. Nothing is looked up here: whether unit and offering exist is not known yet."""
    told = _Reading(intake, line)
    if line.cells == intake.examples and any(intake.examples):
        told.fault("這一列是範本的範例，請刪除")
    name = _name(told)
    return Judged(
        name=name,
        national_id=_national_id(told),
        last4=_last4(told),
        unit_code=_unit_code(told),
        hours=_hours(told),
        place=Place(
            roc_year=_number(told, Meaning.ROC_YEAR),
            name=fold(told.text(Meaning.ACTIVITY_NAME)),
            code=told.text(Meaning.ACTIVITY_CODE),
            number=_number(told, Meaning.NUMBER),
            starts_on=_day(told, Meaning.START_DATE),
            ends_on=_day(told, Meaning.END_DATE),
        ),
        faults=tuple(told.faults),
        notices=tuple(told.notices),
    )


def _name(told: _Reading) -> str:
    text = told.text(Meaning.NAME)
    try:
        name = clean_person_name(text)
    except InvalidPersonName as invalid:
        told.fault("沒有姓名" if not text else str(invalid))
        return ""
    if name[0] in FORMULA_START:
        told.fault(f"姓名以「{name[0]}」開頭，請更正")
    if "\ufffd" in name:
        told.fault("姓名含有損壞的字元（�），請更正")
    if "?" in name or "？" in name:
        told.notices.append("姓名含「?」，可能是存檔時遺失的字，請確認")
    if any("\ue000" <= character <= "\uf8ff" for character in name):
        told.notices.append("姓名含造字，其他電腦可能無法顯示，請確認")
    return name


def _national_id(told: _Reading) -> NationalId | None:
    if not told.has(Meaning.NATIONAL_ID):
        return None
    text = told.text(Meaning.NATIONAL_ID)
    try:
        return NationalId.parse(text)
    except InvalidNationalId as invalid:
        told.fault(f"身分證統一編號{invalid.problem.label}" if text else "沒有身分證統一編號")
        return None


def _last4(told: _Reading) -> str:
    if not told.has(Meaning.LAST4):
        return ""
    found = LAST4.fullmatch(half_width(told.text(Meaning.LAST4)).strip())
    if found is None:
        told.fault("身分證字號末四碼應為 4 個數字")
        return ""
    return found[1].zfill(4)


def _unit_code(told: _Reading) -> str:
    code = "".join(half_width(told.text(Meaning.UNIT_CODE)).split()).upper()
    if not code and told.intake.unit_needed:
        told.notices.append("沒有機關代碼，將登錄為一般民眾（無服務單位）")
    return code


def _hours(told: _Reading) -> Hours | None:
    digital, in_person = told.text(Meaning.HOURS_DIGITAL), told.text(Meaning.HOURS_IN_PERSON)
    if not digital and not in_person:
        if told.intake.hours_needed:
            told.fault("沒有時數")
        return None
    try:
        hours = Hours.of(digital or "0", in_person or "0")
    except InvalidHours as invalid:
        told.fault(invalid.problem.label)
        return None
    _agrees_with_total(told, hours)
    _agrees_with_kind(told, hours)
    return hours


def _agrees_with_total(told: _Reading, hours: Hours) -> None:
    text = half_width(told.text(Meaning.HOURS_TOTAL)).strip()
    try:
        agrees = not text or Decimal(text) == hours.total
    except InvalidOperation:
        agrees = False
    if not agrees:
        told.fault(f"課程時數與數位 {plain(hours.digital)}＋實體 {plain(hours.in_person)} 不符")


def _agrees_with_kind(told: _Reading, hours: Hours) -> None:
    text = "".join(half_width(told.text(Meaning.LEARNING_KIND)).split())
    if not text:
        return
    if text not in LEARNING_KINDS:
        told.fault("學習性質應為 1（數位）、2（實體）或 3（混成）")
        return
    meant = BLENDED if hours.digital and hours.in_person else DIGITAL if hours.digital else IN_PERSON
    if LEARNING_KINDS[text] != meant:
        told.fault(f"學習性質是{LEARNING_KINDS[text]}，但時數是{meant}")


def _number(told: _Reading, meaning: Meaning) -> int | None:
    return _told(told, meaning, _whole, "應為數字")


def _day(told: _Reading, meaning: Meaning) -> date | None:
    return _told(told, meaning, read_date, "的日期無法辨識，請用 113-03-01")


def _told(told: _Reading, meaning: Meaning, read: Callable[[str], T], sentence: str) -> T | None:
    text = told.text(meaning)
    if not text:
        return None
    try:
        return read(text)
    except ValueError:
        told.fault(f"「{told.header(meaning)}」{sentence}")
        return None


def _whole(text: str) -> int:
    found = WHOLE.fullmatch("".join(half_width(text).split()))
    if found is None:
        raise ValueError(text)
    return int(found[1])


def read_date(text: str) -> date:
    """A date in any form that people here write or a workbook stores. Raises InvalidDate."""
    plain_text = "".join(half_width(text.partition(" 00:00")[0]).split())
    if found := WRITTEN_DATE.fullmatch(plain_text) or LONG_DATE.fullmatch(plain_text):
        plain_text = "-".join(found.groups())
    if not plain_text:
        raise InvalidDate(text)
    return parse_roc_date(plain_text)
