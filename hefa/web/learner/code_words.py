"""What a page says about a code: its person with the number masked, its unit, its last day."""

from dataclasses import dataclass
from uuid import UUID

from hefa.base.national_id import mask_last4
from hefa.base.roc import format_roc
from hefa.codes.models import PersonalCode
from hefa.units.models import Unit
from hefa.web.shell.language import Language, Words


@dataclass(frozen=True, slots=True)
class PersonWords:
    """姓名, 身分證統一編號 (its last four) and 服務單位代碼 as they are shown."""

    name: str
    masked: str
    unit: str


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One line of 本機條碼."""

    public_id: UUID
    name: str
    masked: str
    unit: str
    valid_until: str


def person_words(*, name: str, id_last4: str, unit: Unit | None, words: Words, language: Language) -> PersonWords:
    """The name as it was typed; a unit with its code."""
    return PersonWords(name, mask_last4(id_last4), unit_words(unit, words=words, language=language))


def unit_words(unit: Unit | None, *, words: Words, language: Language) -> str:
    """ "A09000000E 環境部", or the words for people without a unit."""
    if unit is None:
        return words["no_unit"]
    name = unit.english_name if language == "en" and unit.english_name else unit.name
    return f"{unit.code} {name}"


def valid_until(code: PersonalCode, language: Language) -> str:
    """The last day on which the code works."""
    return format_roc(code.expires_on) if language == "zh" else code.expires_on.isoformat()


def row(code: PersonalCode, *, words: Words, language: Language) -> CodeRow:
    """A code as a line of a list."""
    person = person_words(
        name=code.name, id_last4=code.learner.id_last4, unit=code.unit, words=words, language=language
    )
    return CodeRow(code.public_id, person.name, person.masked, person.unit, valid_until(code, language))
