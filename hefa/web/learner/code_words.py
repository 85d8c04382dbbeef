"""What a page says about a code: its person with the number masked, its unit, its last day."""

from dataclasses import dataclass
from uuid import UUID

from hefa.accounts.models import Account
from hefa.base.national_id import mask_last4
from hefa.base.roc import format_roc
from hefa.codes.models import PersonalCode
from hefa.learners.models import AccountLink
from hefa.units.models import Unit
from hefa.web.learner.words import words
from hefa.web.shell.language import Language


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


def code_words(code: PersonalCode, language: Language) -> PersonWords:
    """The person of a code, by the name and the number that were typed when it was made."""
    return _person(code.name, code.id_last4 or code.learner.id_last4, code.unit, language)


def account_words(account: Account, link: AccountLink, language: Language) -> PersonWords:
    """The person of an account as the account told it; who was proven to be that learner is told today's number."""
    last4 = link.learner.id_last4 if link.proven_at else link.id_last4 or link.learner.id_last4
    return _person(account.name, last4, link.unit, language)


def row(code: PersonalCode, language: Language) -> CodeRow:
    """A code as a line of a list."""
    person = code_words(code, language)
    return CodeRow(code.public_id, person.name, person.masked, person.unit, valid_until(code, language))


def valid_until(code: PersonalCode, language: Language) -> str:
    """The last day on which the code works."""
    return format_roc(code.expires_on) if language == "zh" else code.expires_on.isoformat()


def colon(language: Language) -> str:
    """What stands between a label and its value."""
    return "：" if language == "zh" else ":"


def _person(name: str, id_last4: str, unit: Unit | None, language: Language) -> PersonWords:
    return PersonWords(name, mask_last4(id_last4), _unit(unit, language))


def _unit(unit: Unit | None, language: Language) -> str:
    if unit is None:
        return words(language)["no_unit"]
    name = unit.english_name if language == "en" and unit.english_name else unit.name
    return f"{unit.code} {name}"
