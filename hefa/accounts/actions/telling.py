"""帳號異動通知: tell an account's owner by letter what was changed about how one logs in to it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from hefa.accounts.models import Account, AccountLetter
from hefa.accounts.names import AccountEvent

LETTERS_AT_ONCE = 100


def tell_owner(event: AccountEvent, account: Account, at: datetime, *, address: str | None = None) -> None:
    """Write a letter that is due to the account's address, or another; none to whoever has given none."""
    to = account.email if address is None else address
    if to:
        AccountLetter.objects.create(account=account, event=event, address=to, happened_at=at)


def due_account_letters() -> Sequence[AccountLetter]:
    """Letters that have not left the house: what was never tried first, then what was tried longest ago."""
    waiting = AccountLetter.objects.select_related("account")
    return list(waiting.order_by(F("tried_at").asc(nulls_first=True), "happened_at", "pk")[:LETTERS_AT_ONCE])


def close_account_letters(*, tried: Sequence[AccountLetter], sent: Sequence[AccountLetter], at: datetime) -> None:
    """Forget letters that have left the house; the others are tried again until `purge_expired` gives them up.

    They wait behind the rest: a hundred that no server takes would keep all others' at home.
    """
    AccountLetter.objects.filter(pk__in=[letter.pk for letter in sent]).delete()
    AccountLetter.objects.filter(pk__in=[letter.pk for letter in tried]).update(tried_at=at)
