"""Charts as numbers for `chart_*.html`: where each column and bar stands. The table beside says the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hefa.base.hours import plain

WIDTH = 360
HEIGHT = 190
LEFT, TOP, FLOOR = 34, 20, 165
COLUMN, STEP = 18, 27
BAR_ROW, BAR_TOP, BAR_HEIGHT = 44, 22, 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle. `kind` is the class that colours it: solid, hatched, or another."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A text or a line of the chart, at its place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that a template draws, in the units of a view box as wide as a phone."""

    title: str
    width: int
    height: int
    pieces: Sequence[Piece]
    labels: Sequence[Mark]
    values: Sequence[Mark]
    lines: Sequence[Mark] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: its two parts stand behind each other, `value` is what it says at its end."""

    label: str
    solid: Decimal
    hatched: Decimal = Decimal(0)
    value: str = ""

    @property
    def total(self) -> Decimal:
        return self.solid + self.hatched


def columns(title: str, bars: Sequence[Bar]) -> Chart:
    """One column a month, its hatched part on top of its solid one, with two lines to read heights by."""
    top = _round_up(max((bar.total for bar in bars), default=Decimal(0)))
    pieces, labels, values = [], [], []
    for number, bar in enumerate(bars):
        x = float(LEFT + 4 + number * STEP)
        solid, hatched = _tall(bar.solid, top), _tall(bar.hatched, top)
        pieces += _stacked(x, solid, hatched)
        labels.append(Mark(x + COLUMN / 2, FLOOR + 16, bar.label))
        if bar.total:
            values.append(Mark(x + COLUMN / 2, FLOOR - solid - hatched - 4, plain(bar.total)))
    lines = [Mark(LEFT, FLOOR - _tall(height, top), plain(height)) for height in (Decimal(0), top / 2, top)]
    return Chart(title, WIDTH, HEIGHT, pieces, labels, values, lines)


def bars(title: str, rows: Sequence[Bar]) -> Chart:
    """One bar a row, label above it and value at the end of the label's line: readable on a phone."""
    most = max((row.total for row in rows), default=Decimal(0)) or Decimal(1)
    pieces, labels, values = [], [], []
    for number, row in enumerate(rows):
        y = float(number * BAR_ROW)
        labels.append(Mark(0, y + 15, row.label))
        values.append(Mark(WIDTH, y + 15, row.value or plain(row.total)))
        solid, hatched = (round(float(part / most) * WIDTH, 1) for part in (row.solid, row.hatched))
        pieces.append(Piece("track", 0, y + BAR_TOP, WIDTH, BAR_HEIGHT))
        pieces += [
            Piece("solid", 0, y + BAR_TOP, solid, BAR_HEIGHT),
            Piece("hatched", solid, y + BAR_TOP, hatched, BAR_HEIGHT),
        ]
    return Chart(title, WIDTH, max(len(rows), 1) * BAR_ROW, [one for one in pieces if one.width], labels, values)


def _stacked(x: float, solid: float, hatched: float) -> list[Piece]:
    both = (
        Piece("solid", x, FLOOR - solid, COLUMN, solid),
        Piece("hatched", x, FLOOR - solid - hatched, COLUMN, hatched),
    )
    return [piece for piece in both if piece.height]


def _tall(value: Decimal, top: Decimal) -> float:
    return round(float(value / top) * (FLOOR - TOP), 1) if top else 0.0


def _round_up(most: Decimal) -> Decimal:
    """The next of 2, 4, 10, 20, 40, 100 …: a height whose half is a whole number."""
    step = Decimal(1)
    while True:
        for factor in (2, 4, 10):
            if most <= factor * step:
                return factor * step
        step *= 10
