"""Find what tells of people in what tests and their processes wrote."""

import re

from hefa.base.national_id import InvalidNationalId, NationalId
from tests.cast import PASSWORD

NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Z][1289A-D]\d{8}(?!\d)")
MAIL = re.compile(r"[\w.+-]+@example\.(?:org|com)")


def people_in(text: str) -> list[str]:
    """The valid national IDs, addresses and passwords of the cast that stand there."""
    found = [one for one in NUMBER.findall(text) if _is_valid(one)] + MAIL.findall(text)
    return sorted({*found, *([PASSWORD] if PASSWORD in text else [])})


def _is_valid(text: str) -> bool:
    try:
        NationalId.parse(text)
    except InvalidNationalId:
        return False
    return True
