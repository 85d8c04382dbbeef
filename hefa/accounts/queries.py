"""Accounts as others ask for them."""

from hefa.accounts.models import Account
from hefa.accounts.rules import fold_username


def account_by_username(username: str) -> Account | None:
    """The account with this 帳號, however it is written."""
    return Account.objects.filter(username=fold_username(username)).first()
