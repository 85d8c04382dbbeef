"""What is wrong with a cell, in the words of the officer who mends it, and where that is done."""

from dataclasses import dataclass

from hefa.base.national_id import InvalidNationalId, NationalId
from hefa.paperwork.names import NOTICES, Mend, ProblemKind, Reader, Source
from hefa.paperwork.rules.profile import Column, Profile
from hefa.paperwork.rules.rows import TEXTS
from hefa.paperwork.rules.soundness import holds

FORMULA_START = frozenset("=+-@\t\r\n＝＋－＠")
"""What Excel and its kin take for the beginning of a formula (OWASP CSV injection), full-width forms included."""
LISTED = frozenset({Source.METHOD, Source.CATEGORY, Source.COUNTY})
OF_THE_ROW = {Source.NAME: Mend.ECPA_NAME, Source.UNIT_CODE: Mend.AWARD, Source.UNIT_NAME: Mend.AWARD}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a cell, in words, and where it is mended. A notice does not keep the row out of the file."""

    column: str
    kind: ProblemKind
    sentence: str
    mend: Mend

    @property
    def blocking(self) -> bool:
        return self.kind not in NOTICES


def number_findings(column: Column, text: str) -> list[Finding]:
    """What is wrong with a national ID. The number itself is not repeated."""
    if not text:
        sentence = "沒有身分證字號，收件系統無法對應到人"
        return [Finding(column.label, ProblemKind.ID_MISSING, sentence, Mend.AWARD)]
    try:
        NationalId.parse(text)
    except InvalidNationalId as invalid:
        return [Finding(column.label, ProblemKind.ID_CHECK, f"身分證字號{invalid.problem.label}", Mend.AWARD)]
    return []


def text_findings(
    profile: Profile, column: Column, *, text: str, cell: str, replaced: str, formula: bool
) -> list[Finding]:
    """What is wrong with a text: `cell` is how it would be written, `replaced` the text with its replacements."""
    mend = _mend(profile, column.source)
    if not cell:
        return [Finding(column.label, ProblemKind.MISSING, _missing(column), mend)] if column.required else []
    if column.source not in TEXTS:
        return []
    found = []
    if formula:
        sentence = f"「{column.label}」以「{text.lstrip()[0]}」開頭，收件系統可能當成公式"
        found.append(Finding(column.label, ProblemKind.FORMULA, sentence, mend))
    if strangers := _strangers(cell, profile.encoding):
        sentence = f"「{column.label}」中的「{'、'.join(strangers)}」不在收件系統的字集（{_charset(profile)}）內"
        found.append(Finding(column.label, ProblemKind.NAME_CHARACTER, sentence, mend))
    if replaced != text:
        sentence = f"「{column.label}」含逗號、引號或換行，檔案中改為「{replaced}」"
        found.append(Finding(column.label, ProblemKind.REPLACED, sentence, mend))
    return found


def _missing(column: Column) -> str:
    if column.source in LISTED:
        return f"必填欄位「{column.label}」沒有資料，或不在代碼表內"
    if column.source == Source.UNIT_CODE:
        return f"必填欄位「{column.label}」沒有資料：學員沒有服務單位"
    return f"必填欄位「{column.label}」沒有資料"


def _mend(profile: Profile, source: Source) -> Mend:
    if source == Source.COURSE_CODE:
        return Mend.COURSE_CODE
    if source == Source.NAME and profile.reader == Reader.HUMAN:
        return Mend.AWARD
    return OF_THE_ROW.get(source, Mend.ACTIVITY)


def _strangers(text: str, encoding: str) -> list[str]:
    """The characters that the encoding does not hold, each once, in their order."""
    if holds(encoding, text):
        return []
    return [character for character in dict.fromkeys(text) if not holds(encoding, character)]


def _charset(profile: Profile) -> str:
    return "Big5" if profile.encoding == "cp950" else profile.encoding.upper()
