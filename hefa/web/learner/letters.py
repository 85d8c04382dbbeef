"""Letters to people who have an account: sent after the answer, so that its time tells nobody who has one.

One thread sends them in order. A letter that cannot be sent is written to the log without its address; the person asks
again.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.core.mail import EmailMessage

logger = logging.getLogger("hefa.web")
POST_ROOM = ThreadPoolExecutor(max_workers=1, thread_name_prefix="letters")


def post(letters: Sequence[EmailMessage]) -> None:
    """Hand letters to the post room and go on at once, with none as with many."""
    POST_ROOM.submit(_send, letters)


def _send(letters: Sequence[EmailMessage]) -> None:
    for letter in letters:
        try:
            letter.send()
        except OSError:
            logger.exception("a letter could not be sent")
