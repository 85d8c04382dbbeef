"""單一登入: whom a provider of OpenID Connect knows by a subject; linked by the owner, never by an e-mail address."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hefa.accounts.actions.register import note_account
from hefa.accounts.models import Account, ProviderLink
from hefa.audit.names import Verb
from hefa.keys.digests import keyed_digest


class LinkedElsewhere(ValueError):
    """The subject belongs to another account, or this account has a link already."""


@transaction.atomic
def link_provider(*, account: Account, issuer: str, subject: str, at: datetime) -> None:
    """Let this subject of the provider log in to the account. Raises LinkedElsewhere; twice the same is no error."""
    digest = _digest(issuer, subject)
    if ProviderLink.objects.filter(account=account, subject_digest=digest).exists():
        return
    try:
        with transaction.atomic():
            ProviderLink.objects.create(account=account, subject_digest=digest, linked_at=at)
    except IntegrityError:
        raise LinkedElsewhere from None
    note_account(Verb.PROVIDER_LINKED, account, at)


@transaction.atomic
def unlink_provider(*, account: Account, at: datetime) -> bool:
    """Take the link away. False when there is none."""
    if not ProviderLink.objects.filter(account=account).delete()[0]:
        return False
    note_account(Verb.PROVIDER_UNLINKED, account, at)
    return True


def account_of_subject(*, issuer: str, subject: str) -> Account | None:
    """The account that this subject is linked to and may log in to."""
    linked = Account.objects.filter(provider_links__subject_digest=_digest(issuer, subject), is_active=True)
    return linked.first()


def _digest(issuer: str, subject: str) -> bytes:
    return keyed_digest("index", "provider_subject", f"{issuer}|{subject}")
