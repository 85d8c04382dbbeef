"""單一登入: whom a provider of OpenID Connect knows by a subject; linked by the owner, never by an e-mail address."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hefa.accounts.actions.register import note_account
from hefa.accounts.actions.telling import tell_owner
from hefa.accounts.models import Account, ProviderLink
from hefa.accounts.names import AccountEvent
from hefa.audit.names import Verb
from hefa.keys.digests import keyed_digest, keyed_digests


class LinkedElsewhere(ValueError):
    """The subject belongs to another account, or this account has a link already."""


@transaction.atomic
def link_provider(*, account: Account, issuer: str, subject: str, at: datetime) -> None:
    """Let this subject of the provider log in to the account. Raises LinkedElsewhere; twice the same is no error."""
    if account_of_subject(issuer=issuer, subject=subject) == account:
        return
    told = _told(issuer, subject)
    if ProviderLink.objects.filter(subject_digest__in=_digests(told)).exists():
        raise LinkedElsewhere
    link = ProviderLink(account=account, subject=told, subject_digest=_digest(told), linked_at=at)
    try:
        with transaction.atomic():
            link.save(force_insert=True)
    except IntegrityError:
        raise LinkedElsewhere from None
    note_account(Verb.PROVIDER_LINKED, account, at)
    tell_owner(AccountEvent.PROVIDER_LINKED, account, at)


@transaction.atomic
def unlink_provider(*, account: Account, at: datetime) -> bool:
    """Take the link away. False when there is none."""
    if not ProviderLink.objects.filter(account=account).delete()[0]:
        return False
    note_account(Verb.PROVIDER_UNLINKED, account, at)
    return True


def account_of_subject(*, issuer: str, subject: str) -> Account | None:
    """The account that this subject is linked to and may log in to."""
    digests = _digests(_told(issuer, subject))
    return Account.objects.filter(provider_links__subject_digest__in=digests, is_active=True).first()


def reindex_subjects() -> int:
    """Look every subject up by the current key from now on; returns how many were under another."""
    changed = 0
    for link in ProviderLink.objects.order_by("pk"):
        digest = _digest(link.subject)
        if digest != bytes(link.subject_digest):
            changed += ProviderLink.objects.filter(pk=link.pk).update(subject_digest=digest)
    return changed


def _told(issuer: str, subject: str) -> str:
    return f"{issuer}|{subject}"


def _digest(told: str) -> bytes:
    return keyed_digest("index", "provider_subject", told)


def _digests(told: str) -> list[bytes]:
    return list(keyed_digests("index", "provider_subject", told).values())
