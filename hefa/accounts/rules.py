"""What a 帳號 and a password may be, and how long things last."""

import re
import unicodedata
from datetime import timedelta

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,29}")
LIKE_A_NUMBER = re.compile(r"[a-z][1289a-d]\d{8}")
FAILURES_UNTIL_LOCK = 5
LOCK_FOR = timedelta(minutes=15)
"""資通系統防護基準: five failures, then locked for at least 15 minutes."""
RESET_LIFE = timedelta(minutes=30)


class InvalidUsername(ValueError):
    """A text that is no 帳號; its message is the sentence to show."""


def fold_username(text: str) -> str:
    """How a 帳號 is stored and compared: half-width, lower case, trimmed."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def clean_username(text: str) -> str:
    """Read a new 帳號. Raises InvalidUsername; a national ID is refused, because a 帳號 stands in plain sight."""
    username = fold_username(text)
    if LIKE_A_NUMBER.fullmatch(username):
        raise InvalidUsername("請勿使用身分證統一編號作為帳號")
    if not USERNAME.fullmatch(username):
        raise InvalidUsername("帳號須為 3 至 30 個英文字母、數字或 . _ -，並以英文字母或數字開頭")
    return username


def fold_email(text: str) -> str:
    """How an address is compared."""
    return unicodedata.normalize("NFKC", text).strip().casefold()
