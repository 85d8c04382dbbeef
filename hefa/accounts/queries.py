"""Accounts as others ask for them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from hefa.accounts.models import Account, AuthenticatorApp, KnownBrowser, Passkey, UsedPassword
from hefa.accounts.rules import PASSWORDS_REFUSED, UNUSED_AFTER, fold_username
from hefa.keys.digests import hash_secret


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """What an account proves itself by beside the password."""

    app_added_at: datetime | None
    passkeys: Sequence[Passkey]
    recovery_codes: int

    @property
    def any(self) -> bool:
        return self.app_added_at is not None or bool(self.passkeys)

    @property
    def count(self) -> int:
        """How many there are besides the recovery codes."""
        return len(self.passkeys) + (self.app_added_at is not None)


def usernames_of(ids: Iterable[str]) -> Mapping[str, str]:
    """What accounts log in with, by their public ids. One statement."""
    found = Account.objects.filter(public_id__in=list(ids)).values_list("public_id", "username")
    return {str(public_id): username for public_id, username in found}


def account_by_username(username: str) -> Account | None:
    """The account with this 帳號, however it is written."""
    return Account.objects.filter(username=fold_username(username)).first()


def known_browser(*, username: str, token: bytes, at: datetime) -> bytes:
    """What a browser is called that shows a token of this 帳號; empty for a stranger's. Another password ends it."""
    digest = hash_secret(token)
    known = KnownBrowser.objects.filter(
        token_digest=digest,
        account__username=fold_username(username),
        account__is_active=True,
        expires_at__gt=at,
        known_since__gte=F("account__password_changed_at"),
    )
    return digest if token and known.exists() else b""


def has_second_factor(account: Account) -> bool:
    """Whether a login of this account asks for more than the password."""
    apps, passkeys = AuthenticatorApp.objects.filter(account=account), Passkey.objects.filter(account=account)
    return apps.exists() or passkeys.exists()


def second_factors(account: Account) -> SecondFactors:
    """The second factors of an account. Recovery codes stand in for one of the others and are none by themselves."""
    app = AuthenticatorApp.objects.filter(account=account).defer("seed").first()
    return SecondFactors(
        app_added_at=app.added_at if app else None,
        passkeys=list(Passkey.objects.filter(account=account).order_by("added_at", "pk")),
        recovery_codes=account.recovery_codes.filter(used_at__isnull=True).count(),
    )


def was_password_of(account: Account, password: str) -> bool:
    """Whether this is one of the last three passwords of the account."""
    last = UsedPassword.objects.filter(account=account).order_by("-set_at", "-pk")[:PASSWORDS_REFUSED]
    hashes = {account.password, *(used.password for used in last)}
    return any(check_password(password, one) for one in hashes)


def unused_accounts(accounts: Collection[int], *, at: datetime) -> QuerySet[Account]:
    """Those of these accounts, by row number, that nobody has logged in to for 180 days, the longest unused first."""
    used = Account.objects.annotate(used_at=Greatest(F("last_login"), F("registered_at")))
    unused = used.filter(pk__in=accounts, is_active=True, used_at__lt=at - UNUSED_AFTER)
    return unused.order_by("used_at", "pk")
