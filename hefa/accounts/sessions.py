"""Django's session engine over our own table: keys hashed, content sealed (security.md, T22)."""

import json
from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from hefa.accounts.models import AccountSession
from hefa.keys.digests import hash_secret
from hefa.keys.ring import UnknownKey
from hefa.keys.sealing import SealBroken, seal, unseal


class SessionStore(SessionBase):
    """Sessions in `account_session`."""

    def load(self) -> dict[str, Any]:
        row = self._row()
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
        row = {"sealed": seal(content, aad=_aad(digest), ring_name="session"), "expire_date": ends}
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

    @classmethod
    def clear_expired(cls) -> None:
        """Django's `clearsessions` command; the timetable calls accounts.actions.purge_expired instead."""
        AccountSession.objects.filter(expire_date__lt=Now()).delete()

    def _row(self) -> AccountSession | None:
        """The engine is not told the time, so the database's clock says when a session ends, and whether it has."""
        if self.session_key is None:
            return None
        return AccountSession.objects.filter(key_digest=_digest(self.session_key), expire_date__gt=Now()).first()


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
