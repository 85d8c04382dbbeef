"""通行密鑰: ask a browser for one, keep it, and look at what it signs (WebAuthn, by fido2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from hefa.accounts.actions.factors import note_factor
from hefa.accounts.models import Account, Passkey
from hefa.accounts.names import FactorKind
from hefa.audit.names import Verb


class PasskeyRefused(ValueError):
    """What the browser sent is no passkey for this question, or somebody has it already."""


@dataclass(frozen=True, slots=True)
class RelyingSite:
    """The site that passkeys are bound to: its host, its whole origin, and the name that the browser shows."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """`options` go to the browser, `state` stays in the session until the answer comes."""

    options: Mapping[str, Any]
    state: Mapping[str, Any]


def ask_new_passkey(*, account: Account, site: RelyingSite) -> Question:
    """Let a browser make a passkey that this account does not have yet."""
    user = PublicKeyCredentialUserEntity(
        id=account.public_id.bytes, name=account.username, display_name=account.username
    )
    options, state = _server(site).register_begin(
        user, _credentials(account), user_verification=UserVerificationRequirement.PREFERRED
    )
    return Question(dict(options)["publicKey"], dict(state))


@transaction.atomic
def keep_passkey(
    *, account: Account, site: RelyingSite, state: Mapping[str, Any], answer: Mapping[str, Any], name: str, at: datetime
) -> Passkey:
    """Keep the passkey that a browser has made. Raises PasskeyRefused."""
    try:
        made = _server(site).register_complete(dict(state), answer)
    except Exception as error:  # whatever a browser sends: fido2 raises what its parsers raise
        raise PasskeyRefused from error
    credential = made.credential_data
    if credential is None:
        raise PasskeyRefused
    try:
        with transaction.atomic():
            kept = Passkey.objects.create(
                account=account,
                credential_id=credential.credential_id,
                credential=bytes(credential),
                sign_count=made.counter,
                name=name,
                added_at=at,
            )
    except IntegrityError:
        raise PasskeyRefused from None
    note_factor(Verb.FACTOR_ADDED, account, FactorKind.PASSKEY, at)
    return kept


def ask_passkey(*, account: Account, site: RelyingSite) -> Question | None:
    """Let a browser sign with one of the account's passkeys; None when it has none."""
    known = _credentials(account)
    if not known:
        return None
    options, state = _server(site).authenticate_begin(known, UserVerificationRequirement.PREFERRED)
    return Question(dict(options)["publicKey"], dict(state))


def passkey_shown(
    *, site: RelyingSite, state: Mapping[str, Any], answer: Mapping[str, Any]
) -> Callable[[Account, datetime], FactorKind | None]:
    """A proof by what a passkey has signed. A counter that does not go up is a copy of the key, and is refused."""

    def proof(account: Account, at: datetime) -> FactorKind | None:
        try:
            used = _server(site).authenticate_complete(dict(state), _credentials(account), answer)
            count = AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
        except Exception:  # whatever a browser sends: fido2 raises what its parsers raise
            return None
        held = Passkey.objects.filter(account=account, credential_id=used.credential_id)
        grown = held.filter(sign_count__lt=count) if count else held.filter(sign_count=0)
        return FactorKind.PASSKEY if grown.update(sign_count=count, used_at=at) else None

    return proof


def _server(site: RelyingSite) -> Fido2Server:
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=site.host, name=site.name), verify_origin=lambda origin: origin == site.origin
    )


def _credentials(account: Account) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(one.credential)) for one in account.passkeys.order_by("pk")]
