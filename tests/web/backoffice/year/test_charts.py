"""Where columns and bars stand."""

from decimal import Decimal

import pytest

from hefa.web.backoffice.year.charts import FLOOR, TOP, WIDTH, Bar, Piece, bars, columns


def bar(solid: str, hatched: str = "0", label: str = "1") -> Bar:
    return Bar(label, Decimal(solid), Decimal(hatched))


@pytest.mark.parametrize(
    ("most", "top"), [("0", "2"), ("1.5", "2"), ("3", "4"), ("4", "4"), ("4.5", "10"), ("11", "20"), ("401", "1000")]
)
def test_a_scale_ends_at_a_round_number(most: str, top: str) -> None:
    assert columns("", [bar(most)]).lines[-1].text == top


def test_parts_stand_on_top_of_each_other() -> None:
    chart = columns("各月時數", [bar("2", "2"), bar("0")])
    solid, hatched = chart.pieces
    tall = (FLOOR - TOP) / 2
    assert (solid.kind, solid.y + solid.height, solid.height) == ("solid", FLOOR, tall)
    assert (hatched.kind, hatched.y, hatched.height) == ("hatched", TOP, tall)
    assert [mark.text for mark in chart.values] == ["4"]


def test_the_longest_bar_is_as_wide_as_the_chart() -> None:
    chart = bars("", [bar("3", "1", "課程"), bar("0", label="演講")])
    wide = [piece for piece in chart.pieces if piece.kind != "track"]
    assert wide == [Piece("solid", 0, 22, WIDTH * 0.75, 12), Piece("hatched", WIDTH * 0.75, 22, WIDTH * 0.25, 12)]
    assert [mark.text for mark in chart.labels] == ["課程", "演講"]


def test_nothing_is_drawn_of_nothing() -> None:
    assert bars("", []).pieces == [] and columns("", []).pieces == []
