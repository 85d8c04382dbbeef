"""The tables of the accounts, filed by subject."""

from hefa.accounts.models.account import Account, ProviderLink, UsedPassword
from hefa.accounts.models.factors import AuthenticatorApp, Passkey, RecoveryCode
from hefa.accounts.models.login import (
    AccountLetter,
    AccountSession,
    AddressAttempts,
    DoorCount,
    KnownBrowser,
    LoginAttempts,
    PasswordReset,
    ResetWish,
)

__all__ = [
    "Account",
    "AccountLetter",
    "AccountSession",
    "AddressAttempts",
    "AuthenticatorApp",
    "DoorCount",
    "KnownBrowser",
    "LoginAttempts",
    "Passkey",
    "PasswordReset",
    "ProviderLink",
    "RecoveryCode",
    "ResetWish",
    "UsedPassword",
]
