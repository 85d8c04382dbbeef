"""Texts for searching only: what is stored and shown keeps its own characters."""

from hefa.base.normal_form import half_width

LIKE_EACH_OTHER = str.maketrans({"臺": "台"})


def fold(text: str) -> str:
    """Half-width, lower case, 臺 as 台, without white space."""
    return "".join(half_width(text).translate(LIKE_EACH_OTHER).casefold().split())


def grams(text: str) -> list[str]:
    """The one- and two-character pieces of a folded text, sorted: what a GIN index holds (stack.md)."""
    folded = fold(text)
    return sorted({*folded, *(folded[n : n + 2] for n in range(len(folded) - 1))})
