"""身分證統一編號 and 統一證號: three number formats and their check (domain.md part 4)."""

import re
from dataclasses import dataclass
from enum import Enum

from hefa.base.normal_form import half_width

LETTERS = {
    **dict(zip("ABCDEFGH", range(10, 18), strict=True)), "I": 34, **dict(zip("JKLMN", range(18, 23), strict=True)),
    "O": 35, **dict(zip("PQRSTUV", range(23, 30), strict=True)), "W": 32, "X": 30, "Y": 31, "Z": 33,
}  # fmt: skip
NATIONAL = re.compile(r"[A-Z][12]\d{8}")
RESIDENT_NEW = re.compile(r"[A-Z][89]\d{8}")
RESIDENT_OLD = re.compile(r"[A-Z][A-D]\d{8}")


class NationalIdKind(Enum):
    """The three formats. The old residents' one ends on 2031-01-01."""

    NATIONAL = "國民身分證統一編號"
    RESIDENT_NEW = "新式統一證號"
    RESIDENT_OLD = "舊式統一證號"


class NationalIdProblem(Enum):
    """Why a text is no such number."""

    EMPTY = "請輸入身分證統一編號"
    SHAPE = "格式不正確：應為 1 個英文字母加 9 個數字（外籍人士請填居留證統一證號）"
    CHECK = "檢查碼不正確，請確認是否輸入錯誤"

    @property
    def label(self) -> str:
        return self.value


class InvalidNationalId(ValueError):
    """A text that is no valid number; `problem` says why. The text itself is not kept."""

    def __init__(self, problem: NationalIdProblem) -> None:
        super().__init__(problem.name)
        self.problem = problem


@dataclass(frozen=True, slots=True, repr=False)
class NationalId:
    """A valid number, trimmed, half-width and upper-case. Its repr shows the last four alone."""

    value: str
    kind: NationalIdKind

    @classmethod
    def parse(cls, text: str) -> "NationalId":
        """Read a number as typed. Raises InvalidNationalId."""
        value = "".join(half_width(text).split()).upper()
        if not value:
            raise InvalidNationalId(NationalIdProblem.EMPTY)
        kind = _kind(value)
        if kind is None:
            raise InvalidNationalId(NationalIdProblem.SHAPE)
        if _sum(value) % 10:
            raise InvalidNationalId(NationalIdProblem.CHECK)
        return cls(value, kind)

    @property
    def last4(self) -> str:
        return self.value[-4:]

    def __repr__(self) -> str:
        return f"NationalId({mask_last4(self.last4)})"

    __str__ = __repr__


def mask_last4(last4: str) -> str:
    """What a page shows of a number: ******6789."""
    return f"******{last4}"


def _kind(value: str) -> NationalIdKind | None:
    if not value.isascii():
        return None
    if NATIONAL.fullmatch(value):
        return NationalIdKind.NATIONAL
    if RESIDENT_NEW.fullmatch(value):
        return NationalIdKind.RESIDENT_NEW
    return NationalIdKind.RESIDENT_OLD if RESIDENT_OLD.fullmatch(value) else None


def _sum(value: str) -> int:
    """Tens of the letter ×1, ones ×9, then 8…1, then the check digit; a second letter counts by its ones digit."""
    letter = LETTERS[value[0]]
    second = LETTERS[value[1]] % 10 if value[1].isalpha() else int(value[1])
    digits = (second, *(int(digit) for digit in value[2:]))
    weights = (8, 7, 6, 5, 4, 3, 2, 1, 1)
    return letter // 10 + letter % 10 * 9 + sum(digit * weight for digit, weight in zip(digits, weights, strict=True))
