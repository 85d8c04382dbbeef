"""Letters to people who have an account, sent after the answer: how long a page takes must tell nobody who has one.

One thread sends them in order. A letter that cannot be sent is noted in the log without its address; the person asks
again.
"""

import logging
import smtplib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from hefa.accounts.actions import ResetLetter
from hefa.accounts.models import Account
from hefa.accounts.rules import RESET_LIFE

logger = logging.getLogger("hefa.web")
POST_ROOM = ThreadPoolExecutor(max_workers=1, thread_name_prefix="letters")


def post(letters: Sequence[EmailMessage]) -> None:
    """Hand letters to the post room and go on at once, with none as with many."""
    POST_ROOM.submit(_send, letters)


def reset_letter(request: HttpRequest, letter: ResetLetter) -> EmailMessage:
    """忘記帳號/密碼: the 帳號, and the link that sets a new password once."""
    return _letter(
        letter.account,
        "重新設定密碼",
        "learner/letter_reset.txt",
        {
            "link": request.build_absolute_uri(reverse("learner:reset_link", args=(letter.token,))),
            "minutes": int(RESET_LIFE.total_seconds() // 60),
        },
    )


def owner_letter(request: HttpRequest, owner: Account) -> EmailMessage:
    """To the owner of a proven account: somebody has registered another account with the same number."""
    link = request.build_absolute_uri(reverse("learner:forgotten"))
    return _letter(owner, "有人以您的資料註冊帳號", "learner/letter_owner.txt", {"link": link})


def _letter(account: Account, subject: str, template: str, context: dict[str, object]) -> EmailMessage:
    names = {"site_name": settings.HEFA_SITE_NAME, "agency": settings.HEFA_AGENCY_NAME}
    body = render_to_string(template, context | names | {"username": account.username})
    return EmailMessage(f"[{settings.HEFA_SITE_NAME}] {subject}", body, to=[account.email or ""])


def _send(letters: Sequence[EmailMessage]) -> None:
    for letter in letters:
        try:
            letter.send()
        except (OSError, smtplib.SMTPException):
            logger.exception("a letter could not be sent")
