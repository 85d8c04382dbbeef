"""Django's session engine over our own table: keys hashed, content sealed (security.md, T22)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from hefa.accounts.models import Account, AccountSession
from hefa.keys.digests import hash_secret
from hefa.keys.ring import UnknownKey
from hefa.keys.sealing import SealBroken, seal, unseal

TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class HeldSession:
    """A login of somebody, for its owner to look at. `content` is what the doors put into it."""

    digest: str
    seen_at: datetime | None
    content: Mapping[str, Any]
    current: bool


class SessionStore(SessionBase):
    """Sessions in `account_session`. `seen_at` and `rights_changed` are what the row said when it was read."""

    seen_at: datetime | None = None
    rights_changed = False

    def load(self) -> dict[str, Any]:
        row = self._row()
        if row is not None:
            self.seen_at, self.rights_changed = row.seen_at, row.rights_changed
        content = _open(row) if row else None
        if content is None:
            self._session_key = None
            return {}
        return content

    def exists(self, session_key: str | None) -> bool:
        return session_key is not None and AccountSession.objects.filter(key_digest=_digest(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # the stubs lack it
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        digest = _digest(self.session_key)
        held = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # the stubs lack it
        content = json.dumps(held).encode()
        ends = Now() + timedelta(seconds=self.get_expiry_age())
        row = {
            "sealed": seal(content, aad=_aad(digest), ring_name="session"),
            "expire_date": ends,
            "account_id": held.get(SESSION_KEY),
        }
        if must_create:
            try:
                with transaction.atomic():
                    AccountSession.objects.create(key_digest=digest, **row)
            except IntegrityError:
                raise CreateError from None
        elif not AccountSession.objects.filter(key_digest=digest).update(**row):
            raise UpdateError
        return None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            AccountSession.objects.filter(key_digest=_digest(key)).delete()

    def cycle_key(self) -> None:
        """A new key for the same content: a new row, which nobody has used yet."""
        super().cycle_key()
        self.seen_at, self.rights_changed = None, False

    def touch(self, at: datetime) -> None:
        """Note that the owner has done something, once a minute at most and past all that others write."""
        if self.session_key is None or (self.seen_at is not None and self.seen_at > at - TOUCH_EVERY):
            return
        AccountSession.objects.filter(key_digest=_digest(self.session_key)).update(seen_at=at)
        self.seen_at = at

    @classmethod
    def clear_expired(cls) -> None:
        """Django's `clearsessions` command; the timetable calls accounts.actions.purge_expired instead."""
        AccountSession.objects.filter(expire_date__lt=Now()).delete()

    def _row(self) -> AccountSession | None:
        """The engine is not told the time, so the database's clock says when a session ends, and whether it has."""
        if self.session_key is None:
            return None
        return AccountSession.objects.filter(key_digest=_digest(self.session_key), expire_date__gt=Now()).first()


def sessions_of(account: Account, *, current: str | None) -> Sequence[HeldSession]:
    """The logins of an account that have not run out, the latest first. `current` is the key of whoever asks."""
    mine = _digest(current) if current else b""
    rows = AccountSession.objects.filter(account=account, expire_date__gt=Now()).order_by("-seen_at", "pk")
    return [
        HeldSession(bytes(row.key_digest).hex(), row.seen_at, content, bytes(row.key_digest) == mine)
        for row in rows
        if (content := _open(row)) is not None
    ]


def digest_of(session_key: str) -> str:
    """What a session is called in the list of its owner; it opens nothing."""
    return _digest(session_key).hex()


def _open(row: AccountSession) -> dict[str, Any] | None:
    """The content; None for one that no longer opens, which ends the session and nothing else."""
    try:
        content: dict[str, Any] = json.loads(
            unseal(bytes(row.sealed), aad=_aad(bytes(row.key_digest)), ring_name="session")
        )
    except (SealBroken, UnknownKey):
        return None
    return content


def _digest(session_key: str) -> bytes:
    return hash_secret(session_key.encode())


def _aad(digest: bytes) -> bytes:
    return b"account_session|sealed|" + digest
