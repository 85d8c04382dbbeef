"""What a 帳號 and a password may be, and how long things last."""

import re
from datetime import datetime, timedelta
from hmac import compare_digest

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from hefa.base.normal_form import half_width

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,29}")
LIKE_A_NUMBER = re.compile(r"[a-z][1289a-d]\d{8}")
FAILURES_UNTIL_LOCK = 5
LOCK_FOR = timedelta(minutes=15)
"""資通系統防護基準: five failures, then locked for at least 15 minutes."""
RESET_LIFE = timedelta(minutes=30)
DOOR_SPAN = timedelta(minutes=10)
"""What the open doors count over."""
ADDRESS_FAILURES = 300
ADDRESS_SPAN = timedelta(minutes=15)
"""So many failures from one address in this time are no venue's any more."""
BROWSER_KNOWN_FOR = timedelta(days=90)
"""After a login in it; the next one begins it anew."""
BROWSERS_KNOWN = 20
"""So many of one account; the earliest gives way."""
PASSWORDS_REFUSED = 3
"""資通系統防護基準: a new password is none of the last three."""
CODE_DIGITS = 6
STEP_SECONDS = 30
SEED_BYTES = 20
RECOVERY_CODES = 10
UNUSED_AFTER = timedelta(days=180)
UNUSED_NOTICE = timedelta(days=14)
"""An officer's account that nobody has used so long is told of it, and disabled after the notice."""


class InvalidUsername(ValueError):
    """A text that is no 帳號; its message is the sentence to show."""


def fold_username(text: str) -> str:
    """How a 帳號 is stored and compared: half-width, lower case, trimmed."""
    return half_width(text).strip().casefold()


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
    return half_width(text).strip().casefold()


def clean_code(text: str) -> str:
    """A typed code: half-width, lower case, without blanks and hyphens."""
    return "".join(one for one in half_width(text).casefold() if one.isalnum())


def fitting_step(seed: bytes, code: str, *, at: datetime) -> int | None:
    """The time step whose code this is (RFC 6238), of the present one and its two neighbours; None for none."""
    app = TOTP(seed, CODE_DIGITS, SHA1(), STEP_SECONDS, enforce_key_length=False)  # noqa: S303 - what every app speaks
    present = int(at.timestamp()) // STEP_SECONDS
    near = range(present - 1, present + 2)
    found = [step for step in near if compare_digest(app.generate(step * STEP_SECONDS), code.encode())]
    return found[-1] if found else None


def app_address(seed: bytes, *, username: str, site: str) -> str:
    """What the QR code for an authenticator app says: otpauth://…"""
    app = TOTP(seed, CODE_DIGITS, SHA1(), STEP_SECONDS, enforce_key_length=False)  # noqa: S303
    return app.get_provisioning_uri(username, site)
