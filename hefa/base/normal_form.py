"""Unicode's normal forms, in a time that grows with the text.

Python sorts a run of combining marks by exchanging neighbours, which takes the square of its length: 80,000 marks, sent
by anybody to the login, took 40 seconds. So nothing longer than a form's longest name is sorted at once.
"""

import unicodedata
from typing import Literal

PIECE = 400
"""Beyond so many characters a mark may stay apart from a letter that came before the cut; no name is as long."""


def composed(text: str) -> str:
    """NFC: a letter and its marks as one character where there is one. What people wrote stays what it is."""
    return _normal("NFC", text)


def half_width(text: str) -> str:
    """NFKC: for reading what was typed and for comparing, never for keeping."""
    return _normal("NFKC", text)


def _normal(form: Literal["NFC", "NFKC"], text: str) -> str:
    if text.isascii():
        return text
    return "".join(unicodedata.normalize(form, text[start : start + PIECE]) for start in range(0, len(text), PIECE))
