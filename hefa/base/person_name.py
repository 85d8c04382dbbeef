"""姓名: cleaned for storing, compared with care, never normalised beyond NFC (rare characters must survive)."""

import re
import unicodedata

MAX_LENGTH = 100
PART = re.compile(r"([\s‧·•])")
DOTS = dict.fromkeys(map(ord, "‧·•・．.∙⋅"), "‧")


class InvalidPersonName(ValueError):
    """A text that is no name; its message is the sentence to show."""


def clean_person_name(text: str) -> str:
    """NFC, trimmed, single spaces inside. Raises InvalidPersonName when empty, too long or unprintable."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise InvalidPersonName("請輸入姓名")
    if len(name) > MAX_LENGTH:
        raise InvalidPersonName(f"姓名最多 {MAX_LENGTH} 個字")
    if any(map(_is_unusable, name)):
        raise InvalidPersonName("姓名含有無法使用的字元")
    return name


def _is_unusable(character: str) -> bool:
    """Controls, invisible marks, broken pairs. An ideograph that is younger than this Python's tables is none of it."""
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
    """Whether two names read alike: white space, the kind of dot and letter case do not count."""
    return read_alike(one) == read_alike(other)


def read_alike(name: str) -> str:
    """What `same_name` compares: for comparing one name with many. Never shown, never stored."""
    return "".join(unicodedata.normalize("NFC", name).translate(DOTS).split()).casefold()
