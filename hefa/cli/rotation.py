"""Turn a ring's key over: what is stored goes to the new key while the site serves; the old one goes when it may."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from hefa.accounts.actions import reindex_emails, reindex_subjects
from hefa.audit.names import SYSTEM
from hefa.codes.models import PersonalCode
from hefa.keys.models import KeyUse
from hefa.keys.resealing import sealed_tables
from hefa.keys.ring import ring
from hefa.learners.actions import count_not_indexed, index_numbers

NUMBERS = 500
OUTLIVES: dict[str, timedelta] = {
    "session": timedelta(days=1),
    "token": timedelta(days=2),
    "typed": timedelta(days=1),
    "mark": timedelta(days=8),
    "rescue": timedelta(days=400),
}
"""For rings that store nothing: how long after a key was replaced something that it made may still come back."""
CODES_COME_LATE = timedelta(days=8)
"""A phone may upload seven days after its station ended; the code it scanned must still be known as ours."""


class Batch(Protocol):
    """Does what lies beyond a key; returns how many rows, and the last key, None at the end."""

    def __call__(self, *, after: Any) -> tuple[int, Any]: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """So many of so many rows of a table, or numbers, are done."""

    what: str
    done: int
    of: int


def rotate(*, clock: Callable[[], datetime]) -> Generator[Progress, None, None]:
    """Bring everything stored under earlier keys of `field` and `index` to the current ones, a batch at a time.

    Ended anywhere, it goes on from there the next time. A row that somebody is changing is taken in another round.
    """
    for table in sealed_tables():
        yield from _in_rounds(table.name, table.waiting, table.reseal)
    yield from _in_rounds(
        "national_id_digest",
        count_not_indexed,
        lambda *, after: _numbers(after, at=clock()),
    )
    changed = reindex_emails()
    yield Progress("account.email_digest", changed, changed)
    linked = reindex_subjects()
    yield Progress("provider_link.subject_digest", linked, linked)


def why_not_retire(ring_name: str, kid: int, *, at: datetime) -> str | None:
    """What still needs an earlier key, in words for whoever runs this; None when it may go."""
    if ring(ring_name).current_kid == kid:
        return "這是目前使用中的金鑰。"
    if ring_name == "field":
        waiting = {table.name: count for table in sealed_tables() if (count := table.waiting())}
        return f"尚有資料未換金鑰：{waiting}。請先執行 rotate_keys。" if waiting else None
    if ring_name == "index":
        lacking = count_not_indexed()
        return f"尚有 {lacking} 個號碼未以新金鑰建立索引。請先執行 rotate_keys。" if lacking else None
    if ring_name == "code":
        last = PersonalCode.objects.filter(kid=kid).order_by("expires_on").last()
        free = last is None or last.expires_on + CODES_COME_LATE < at.date()
        return None if last is None or free else f"以此金鑰建立的條碼有效至 {last.expires_on}，之後 8 天才能停用。"
    if ring_name not in OUTLIVES:
        return "以此金鑰簽署的紀錄須長期驗證，不可停用。"
    replaced_at = KeyUse.objects.get(ring=ring_name, kid=kid).replaced_at
    if replaced_at is None or at < replaced_at + OUTLIVES[ring_name]:
        return f"更換後須滿 {OUTLIVES[ring_name].days} 天才能停用。"
    return None


def _numbers(after: Any, *, at: datetime) -> tuple[int, Any]:
    count, last = index_numbers(after=after or 0, rows=NUMBERS, actor=SYSTEM, at=at)
    return count, last if count else None


def _in_rounds(what: str, waiting: Callable[[], int], batch: Batch) -> Generator[Progress, None, None]:
    """Rounds over a table until none waits, or a round finds only rows that others hold."""
    done = 0
    while left := waiting():
        of, after, began = done + left, None, done
        while True:
            count, after = batch(after=after)
            if after is None:
                break
            done += count
            yield Progress(what, done, max(of, done))
        if done == began:
            return
