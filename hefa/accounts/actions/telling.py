"""帳號異動通知: tell an account's owner by letter what was changed about how one logs in to it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from hefa.accounts.actions.doors import count_at_door
from hefa.accounts.models import Account, AccountLetter
from hefa.accounts.names import AccountEvent

LETTERS_AT_ONCE = 100
LETTERS_OF_ONE = 10
"""So many of one account in ten minutes: whoever has them all knows, and nobody floods the mailbox of a stranger."""


def tell_owner(event: AccountEvent, account: Account, at: datetime, *, address: str | None = None) -> None:
    """Write a letter that is due to the account's address, or another; none to whoever has given none.

    An address is anybody's until its owner reads it, so no account writes more than a few letters at a time.
    """
    to = account.email if address is None else address
    comers = {str(account.public_id): LETTERS_OF_ONE}
    if to and count_at_door(door="letters", comers=comers, at=at) is None:
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
