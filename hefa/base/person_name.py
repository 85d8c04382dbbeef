"""姓名: cleaned for storing, compared with care, never normalised beyond NFC (rare characters must survive)."""

import re
import unicodedata

from hefa.base.normal_form import composed

MAX_LENGTH = 100
PART = re.compile(r"([\s‧·•])")
BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
"""Drawn as nothing, though Unicode counts them among letters and marks: with one, two people read as one."""
VARIANT = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
VARIANTS = re.compile(f"[{VARIANT}]")
LONELY_VARIANT = re.compile(f"(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[{VARIANT}]")
"""These choose how the ideograph before them is drawn, as some registers do; anywhere else they are nothing."""
DOTS = dict.fromkeys(map(ord, "‧·•・．.∙⋅"), "‧")


class InvalidPersonName(ValueError):
    """A text that is no name; its message is the sentence to show."""


def clean_person_name(text: str) -> str:
    """NFC, trimmed, single spaces inside. Raises InvalidPersonName when empty, too long or unprintable."""
    name = " ".join(composed(text).split())
    if not name:
        raise InvalidPersonName("請輸入姓名")
    if len(name) > MAX_LENGTH:
        raise InvalidPersonName(f"姓名最多 {MAX_LENGTH} 個字")
    if any(map(_is_unusable, name)) or LONELY_VARIANT.search(name):
        raise InvalidPersonName("姓名含有無法使用的字元")
    return name


def _is_unusable(character: str) -> bool:
    """Controls, invisible marks, broken pairs. An ideograph that is younger than this Python's tables is none of it."""
    if character in BLANK:
        return True
    category = unicodedata.category(character)
    return category in ("Cc", "Cf", "Cs") or (category == "Cn" and not "\U00020000" <= character <= "\U0003ffff")


def mask_name(name: str) -> str:
    """What a phone may hold of a name: 王○明, 王○, Ngayaw‧K○. Never the name itself."""
    first, *rest = PART.split(name)
    if rest:
        return "".join([first, *(f"{part[:1]}○" if n % 2 else part for n, part in enumerate(rest))])
    inner = max(len(name) - 2, 1)
    return f"{name[:1]}{'○' * min(inner, 3)}{name[1 + inner :]}"


def same_name(one: str, other: str) -> bool:
    """Whether two names read alike: white space, the kind of dot, how a character is drawn and case do not count."""
    return read_alike(one) == read_alike(other)


def read_alike(name: str) -> str:
    """What `same_name` compares: for comparing one name with many. Never shown, never stored."""
    return "".join(VARIANTS.sub("", composed(name)).translate(DOTS).split()).casefold()
