"""What a page of the year says, and where a roster is."""

from hefa.paperwork.models import YearRoster

YEAR = "/backoffice/year/"


def text(answer: object) -> str:
    """The page as it is sent."""
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def of(roster: YearRoster, page: str = "") -> str:
    """The address of a roster, or of one of its pages."""
    return f"{YEAR}{roster.public_id}/{page}"
