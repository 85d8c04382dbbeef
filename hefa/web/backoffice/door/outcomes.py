"""What became of each row of a 補登, in words."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from hefa.awards.actions import EntryAnswer
from hefa.awards.names import AwardState
from hefa.awards.rules import Award, Refused, Review

SESSION_KEY = "sheet_outcome"
SECOND_OFFICER = "須由另一位承辦人覆核，覆核前不計入時數；附上簽到表後免再覆核"
NAME_DIFFERS = "姓名與系統紀錄不同，待覆核（姓名不符）"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row: its number on the sheet, the name as it was typed, what became of it, and more on that."""

    number: int
    name: str
    words: str
    detail: str = ""


def outcome(number: int, name: str, answer: EntryAnswer) -> Outcome:
    """A row's answer in words."""
    match answer.decision:
        case Award():
            words = str(AwardState.WAITING.label) if answer.waits else "核發"
            told = {SECOND_OFFICER: answer.waits, NAME_DIFFERS: answer.name_differs}
            return Outcome(number, name, words, "；".join(one for one, applies in told.items() if applies))
        case Review(reasons):
            return Outcome(number, name, "待確認", "、".join(str(reason.label) for reason in reasons))
        case Refused(reason):
            return Outcome(number, name, str(reason.label))


def waits(answer: EntryAnswer) -> bool:
    """Whether the row was not entered because the officer has to confirm it."""
    return isinstance(answer.decision, Review)


def keep_outcomes(request: HttpRequest, public_id: UUID, outcomes: Sequence[Outcome]) -> None:
    """Keep the result for the page that follows; names stay in the server's session."""
    request.session[SESSION_KEY] = {"offering": str(public_id), "rows": [asdict(one) for one in outcomes]}


def kept_outcomes(request: HttpRequest, public_id: UUID) -> list[Outcome]:
    """The result of what was sent last, told once."""
    told: dict[str, Any] = request.session.get(SESSION_KEY, {})
    if told.get("offering") != str(public_id):
        return []
    del request.session[SESSION_KEY]
    return [Outcome(**one) for one in told["rows"]]
