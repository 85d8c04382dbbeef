"""What a portal can take for the name of a person."""

from hefa.base.normal_form import composed
from hefa.paperwork.rules.findings import FORMULA_START
from hefa.paperwork.rules.soundness import NEEDS_REPLACING, holds

ENCODING = "cp950"
LONGEST = 100


def tidy(name: str) -> str:
    """The name in NFC, without white space around it."""
    return composed(name).strip()


def ecpa_name_problem(name: str) -> str | None:
    """Why a tidy name cannot stand in a file for a portal, in words; None when it can."""
    if not name:
        return "請輸入 ECPA 姓名。"
    if len(name) > LONGEST:
        return f"姓名最多 {LONGEST} 個字。"
    if NEEDS_REPLACING & set(name):
        return "姓名不可含逗號、引號或換行。"
    if name[0] in FORMULA_START:
        return f"姓名不可用「{name[0]}」開頭。"
    strangers = [character for character in dict.fromkeys(name) if not holds(ENCODING, character)]
    return f"收件系統的字集（Big5）沒有「{'、'.join(strangers)}」，請改用其他字。" if strangers else None
