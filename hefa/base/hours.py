"""時數: what is awarded. Digital and in-person hours always travel together."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum

from hefa.base.normal_form import half_width

MAX_HOURS = Decimal("99.5")
STEP = Decimal("0.5")


class HoursProblem(Enum):
    """Why two numbers are no hours."""

    NOT_A_NUMBER = "時數須為數字"
    NEGATIVE = "時數不可為負數"
    NOT_HALF_STEP = "時數以 0.5 小時為單位"
    BOTH_ZERO = "數位與實體時數不可同時為 0"
    TOO_MANY = "時數不可超過 99.5 小時"

    @property
    def label(self) -> str:
        return self.value


class InvalidHours(ValueError):
    """Two numbers that are no hours; `problem` says why."""

    def __init__(self, problem: HoursProblem) -> None:
        super().__init__(problem.name)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of 0.5 steps, digital 數位 and in person 實體, not both zero, each at most 99.5."""

    digital: Decimal
    in_person: Decimal

    @classmethod
    def of(cls, digital: str | int | Decimal, in_person: str | int | Decimal) -> "Hours":
        """Read hours as typed or stored. Full-width digits are accepted. Raises InvalidHours."""
        hours = cls(_number(digital), _number(in_person))
        if not hours.total:
            raise InvalidHours(HoursProblem.BOTH_ZERO)
        return hours

    @property
    def total(self) -> Decimal:
        return self.digital + self.in_person

    @property
    def label(self) -> str:
        """As the manual writes it: 數位： 0 小時， 實體： 2 小時."""
        return f"數位： {plain(self.digital)} 小時， 實體： {plain(self.in_person)} 小時"

    def __str__(self) -> str:
        return self.label


def plain(number: Decimal) -> str:
    """A number of hours without trailing zeros: 2, 1.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(told: str | int | Decimal) -> Decimal:
    try:
        number = Decimal(half_width(told).strip()) if isinstance(told, str) else Decimal(told)
    except InvalidOperation:
        raise InvalidHours(HoursProblem.NOT_A_NUMBER) from None
    if not number.is_finite():
        raise InvalidHours(HoursProblem.NOT_A_NUMBER)
    if number < 0:
        raise InvalidHours(HoursProblem.NEGATIVE)
    if number > MAX_HOURS:
        raise InvalidHours(HoursProblem.TOO_MANY)
    if number % STEP:
        raise InvalidHours(HoursProblem.NOT_HALF_STEP)
    return number.quantize(Decimal("0.1"))
