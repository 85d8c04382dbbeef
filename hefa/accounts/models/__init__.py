"""The tables of the accounts, filed by subject."""

from hefa.accounts.models.account import Account, ProviderLink, UsedPassword
from hefa.accounts.models.factors import AuthenticatorApp, Passkey, RecoveryCode
from hefa.accounts.models.login import AccountSession, AddressAttempts, LoginAttempts, PasswordReset

__all__ = [
    "Account",
    "AccountSession",
    "AddressAttempts",
    "AuthenticatorApp",
    "LoginAttempts",
    "Passkey",
    "PasswordReset",
    "ProviderLink",
    "RecoveryCode",
    "UsedPassword",
]
