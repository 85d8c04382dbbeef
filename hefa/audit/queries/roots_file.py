"""The file of roots that is kept elsewhere: a line of JSON a seal, each with its signature.

The first line tells the format, the site and the public keys (for whoever verifies without us). A seal's line holds all
that its digest covers (rules.Sealed), in hexadecimal where it is bytes.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from hefa.audit.models import AuditSeal
from hefa.audit.queries.seals import as_sealed
from hefa.audit.queries.verify import ForeignRoot
from hefa.audit.rules import Sealed
from hefa.keys.signing import is_signed

FORMAT = "hefa-audit-roots-1"


class RootsBroken(ValueError):
    """No file of roots, one of another format, or one with a line that was altered."""


def roots_file(
    seals: Iterable[AuditSeal], *, site: str, at: datetime, public_keys: Mapping[int, bytes]
) -> Iterator[str]:
    """The lines of the file, with their ends."""
    keys = {str(kid): key.hex() for kid, key in public_keys.items()}
    yield (
        json.dumps({"format": FORMAT, "site": site, "made_at": at.isoformat(), "keys": keys}, ensure_ascii=False) + "\n"
    )
    for seal in seals:
        told = as_sealed(seal)
        line = {
            "height": told.height,
            "previous": told.previous.hex(),
            "root": told.root.hex(),
            "era": told.era,
            "from_xid": told.from_xid,
            "until_xid": told.until_xid,
            "count": told.count,
            "sealed_at": told.sealed_at.isoformat(),
            "kid": told.kid,
            "digest": bytes(seal.digest).hex(),
            "signature": bytes(seal.signature).hex(),
        }
        yield json.dumps(line) + "\n"


def read_roots(text: str, *, public_keys: Mapping[int, bytes]) -> tuple[ForeignRoot, ...]:
    """The roots of a file, each of them signed with a key of ours. Raises RootsBroken."""
    lines = text.splitlines()
    try:
        if json.loads(lines[0])["format"] != FORMAT:
            raise RootsBroken("it is of another format")
        return tuple(_root(json.loads(line), public_keys) for line in lines[1:])
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise RootsBroken(str(error) if isinstance(error, RootsBroken) else "it is no file of roots") from error


def _root(told: Mapping[str, Any], public_keys: Mapping[int, bytes]) -> ForeignRoot:
    sealed = Sealed(
        height=told["height"],
        previous=bytes.fromhex(told["previous"]),
        root=bytes.fromhex(told["root"]),
        era=told["era"],
        from_xid=told["from_xid"],
        until_xid=told["until_xid"],
        count=told["count"],
        sealed_at=datetime.fromisoformat(told["sealed_at"]),
        kid=told["kid"],
    )
    key = public_keys.get(sealed.kid)
    if key is None or not is_signed(sealed.digest, bytes.fromhex(told["signature"]), public_key=key):
        raise RootsBroken(f"the root of seal {sealed.height} is not signed by us")
    return ForeignRoot(sealed.height, sealed.digest)
