"""Typeset a print: a `.typ` template of this folder, filled with data that is never part of its source.

Needs the fonts that `dev.py doctor` looks for; without them `FontsMissing` is raised and the print page serves.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

FOLDER = Path(__file__).parent
FONT = "Noto Sans CJK TC"
MISSING = "〓"
"""What printers put where they have no type for a character."""
UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class FontsMissing(Exception):
    """The machine has no Chinese font: a PDF would show empty boxes for names."""


def pdf(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF (PDF/UA-1: tagged, with title and language) that `template` makes of `data`, plain JSON values.

    `at` is the time that the file says it was made. Raises FontsMissing.
    """
    made: bytes = _compile(template, data, format="pdf", pdf_standards=["ua-1"], timestamp=int(at.timestamp()))
    return made


def pictures(template: str, data: Mapping[str, Any], *, ppi: float = 144) -> list[bytes]:
    """The pages as PNG, for looking at them and for tests that read what is printed. Raises FontsMissing."""
    made = _compile(template, data, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def _compile(template: str, data: Mapping[str, Any], **options: Any) -> Any:
    if not _fonts_are_there():
        raise FontsMissing(FONT)
    told = json.dumps(data, ensure_ascii=False)
    while True:
        try:
            return typst.compile(
                str(FOLDER / f"{template}.typ"), root=str(FOLDER), sys_inputs={"data": told}, **options
            )
        except typst.TypstError as error:
            shown = without_unshown(told, str(error))
            if shown == told:
                raise
            told = shown


def without_unshown(told: str, error: str) -> str:
    """The data with 〓 where the error says that no font has the character: a rare name must not cost the paper."""
    for escaped in UNSHOWN.findall(error):
        text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), escaped)
        told = told.replace(json.dumps(text, ensure_ascii=False)[1:-1], MISSING)
    return told


@cache
def _fonts_are_there() -> bool:
    return FONT in typst.Fonts().families()
