"""What the fields say by which somebody is named: 姓名, 身分證統一編號, 服務單位代碼. In 正體中文 and in English."""

from typing import Final

from hefa.web.shell.language import Language, Words

PERSON_PAIRS: Final[dict[str, tuple[str, str]]] = {
    "name": ("姓名", "Name"),
    "name_help": ("請填與身分證件相同的姓名", "As written on your identity document"),
    "national_id": ("身分證統一編號", "National ID or resident certificate number"),
    "national_id_help": (
        "外籍人士請填居留證統一證號",
        "Foreign residents: the number on your ARC / resident certificate",
    ),
    "national_id_kept": (
        "已輸入 {masked}，不需再填；要更改時才重新輸入",
        "{masked} is kept. Type again only to change it.",
    ),
    "unit": ("服務單位代碼", "Unit code (agency, school or company)"),
    "unit_help": (
        "不知道代碼時，輸入機關或學校名稱的一部分，再按「查詢代碼」",
        "If you do not know the code, type part of the unit’s Chinese name and press “Look up”.",
    ),
    "unit_typed": ("輸入服務單位代碼或名稱", "Unit code or name"),
    "no_unit": ("一般民眾（無服務單位）", "General public (no unit)"),
    "last_used": ("上次使用", "used last time"),
    "look_up": ("查詢代碼", "Look up"),
    "below": ("所屬單位", "Units below"),
    "found_title": ("查詢「{text}」的結果，請選擇：", "Results for “{text}”, please choose:"),
    "found_more": (
        "只列出前 {limit} 筆，請輸入更完整的名稱。",
        "Only the first {limit} are listed. Please type more of the name.",
    ),
    "found_none": (
        "查無「{text}」，請改用機關名稱的一部分或上級機關名稱查詢。",
        "Nothing found for “{text}”. Try a shorter part of the name or the parent agency.",
    ),
    "name_missing": ("請輸入姓名。", "Please enter your name."),
    "name_invalid": (
        "姓名最多 100 個字，且不可含控制字元。",
        "At most 100 characters, without control characters.",
    ),
    "id_missing": ("請輸入身分證統一編號。", "Please enter the number."),
    "id_shape": (
        "格式不符：應為 1 個英文字母加 9 個數字，或居留證統一證號（共 10 碼），請重新輸入。",
        "Wrong format: one letter and nine digits, or a resident certificate number (10 characters). Please type "
        "it again.",
    ),
    "id_check": (
        "檢查碼不符，可能有一碼輸入錯誤，請對照證件重新輸入。",
        "The check digit does not match: one character is probably wrong. Please compare with your card and type "
        "it again.",
    ),
    "unit_missing": (
        "請選擇服務單位，或輸入代碼；沒有服務單位請選「一般民眾（無服務單位）」。",
        "Please choose a unit or type its code; without one choose “General public (no unit)”.",
    ),
    "unit_ended": (
        "「{old}」已裁撤，由「{new}」承接，請點選新機關。",
        "“{old}” no longer exists. Please choose its successor, “{new}”.",
    ),
    "unit_ended_alone": (
        "「{old}」已裁撤，請以名稱查詢現在的服務單位。",
        "“{old}” no longer exists. Please look your unit up by name.",
    ),
    "unit_unknown": (
        "查無這個服務單位代碼，請按「查詢代碼」以名稱查詢。",
        "This unit code is not known. Please look it up by name.",
    ),
    "unit_two": (
        "您選了一個服務單位，又輸入了另一個，請擇一。",
        "You chose one unit and typed another. Please keep one.",
    ),
    "optional": ("（選填）", " (optional)"),
}


def person_words(language: Language) -> Words:
    """The word list in one language."""
    return Words(PERSON_PAIRS, language)
