"""Numbers of people as they are typed: every kind, with capitals or not, half-width or full."""

import random

from hefa.base.national_id import InvalidNationalId, NationalId

LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def a_number(dice: random.Random, second: str) -> str:
    """A valid number whose second character is one of these: 12 of citizens, 89 and ABCD of residents."""
    begun = dice.choice(LETTERS) + dice.choice(second) + f"{dice.randrange(10**7):07d}"
    for check in range(10):
        try:
            return NationalId.parse(f"{begun}{check}").value
        except InvalidNationalId:
            continue
    raise ValueError(begun)


def a_passport(dice: random.Random) -> str:
    """Nine digits, or two letters and seven: nothing tells it from other texts, so no mask can know it."""
    digits = f"3{dice.randrange(10**8):08d}"
    return digits if dice.random() < 0.5 else "".join(dice.choices("XKRZ", k=2)) + digits[:7]


class Numbers:
    """Draws numbers, and knows all that were drawn."""

    def __init__(self, seed: int, *, passports: bool = True) -> None:
        self.kinds = ("12", "12", "89", "ABCD", *(["passport"] if passports else []))
        self.dice = random.Random(seed)  # noqa: S311 - a test that is the same every time
        self.drawn: set[str] = set()

    def next(self) -> str:
        """Of any kind, in any writing."""
        kind = self.dice.choice(self.kinds)
        number = a_passport(self.dice) if kind == "passport" else a_number(self.dice, kind)
        self.drawn.add(number)
        return self.dice.choice((number, number, number.lower(), number.translate(FULL_WIDTH)))

    def told_by(self, text: str) -> list[str]:
        """Which of them stand in this text, however they are written."""
        plain = text.translate({full: half for half, full in FULL_WIDTH.items()}).upper()
        return [number for number in sorted(self.drawn) if number in plain]
