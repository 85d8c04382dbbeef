"""Unicode's normal forms: what they are for, and that no text makes them take the square of its length."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefa.base.normal_form import PIECE, composed, half_width


@given(st.text(max_size=PIECE))
def test_what_a_form_holds_has_the_normal_form_of_unicode(text: str) -> None:
    assert composed(text) == unicodedata.normalize("NFC", text)  # noqa: TID251 - the yardstick
    assert half_width(text) == unicodedata.normalize("NFKC", text)  # noqa: TID251


@pytest.mark.control("T24")
def test_marks_are_sorted_within_a_piece_alone() -> None:
    """Whole, Unicode would bring the last mark past all the others: a million of them took Python an hour."""
    above, below = "\u0301", "\u0316"
    assert half_width(above * (PIECE - 1) + below)[0] == below
    assert half_width(above * PIECE + below)[-1] == below
    assert composed(above * PIECE + below)[-1] == below
