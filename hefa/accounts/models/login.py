"""What guards logins: failures, letters that set a new password, and sessions."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from hefa.accounts.models.account import Account
from hefa.accounts.names import AccountEvent
from hefa.accounts.rules import FAILURES_UNTIL_LOCK
from hefa.keys.fields import SealedTextField


class LoginAttempts(models.Model):
    """Failures of one 帳號, known or not, by keyed digest of what was typed."""

    key_digest = models.BinaryField(max_length=16, unique=True)
    failures = models.IntegerField()
    last_failed_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "login_attempts"
        constraints = (
            models.CheckConstraint(
                condition=Q(failures__gte=1, failures__lte=FAILURES_UNTIL_LOCK), name="login_locks_at_five"
            ),
        )

    def __str__(self) -> str:
        return f"{self.failures} failures"


class AddressAttempts(models.Model):
    """Failures that came from one address, by its keyed digest, since a moment. A venue sits behind one address."""

    key_digest = models.BinaryField(max_length=16, unique=True)
    failures = models.IntegerField()
    since = models.DateTimeField()

    class Meta:
        db_table = "address_attempts"
        constraints = (models.CheckConstraint(condition=Q(failures__gte=1), name="address_failed_at_least_once"),)

    def __str__(self) -> str:
        return f"{self.failures} failures since {self.since}"


class DoorCount(models.Model):
    """How often somebody came to a door since a moment: an address, a browser or what was typed, by keyed digest."""

    key_digest = models.BinaryField(max_length=16, unique=True)
    came = models.IntegerField()
    since = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "door_count"
        constraints = (models.CheckConstraint(condition=Q(came__gte=1), name="door_counts_from_one"),)

    def __str__(self) -> str:
        return f"{self.came} since {self.since}"


class ResetWish(models.Model):
    """忘記帳號/密碼 as it was asked, known or not: whose it is, is looked for later by the timetable (T1)."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    asked = SealedTextField("帳號或電子郵件")
    site = models.CharField(max_length=300)
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "reset_wish"

    def __str__(self) -> str:
        return str(self.public_id)


class AccountLetter(models.Model):
    """帳號異動通知: a letter about an account that is due, to the address that the account had then.

    `tried_at` is when it last did not leave the house.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="letters")
    event = models.CharField(max_length=20, choices=AccountEvent.choices)
    address = SealedTextField("電子郵件")
    happened_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "account_letter"
        indexes = (models.Index(fields=("happened_at", "id"), name="account_letter_in_order"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.event}"


class PasswordReset(models.Model):
    """A letter that lets its reader set a new password once. Only the hash of its token is stored."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="resets")
    token_digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "password_reset"
        constraints = (
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="reset_expires_after_it_is_made"),
        )

    def __str__(self) -> str:
        return f"reset of {self.account_id}"


class KnownBrowser(models.Model):
    """A browser in which the owner of an account has logged in whole: strangers' wrong guesses do not lock it out.

    It holds a random token, of which only the hash is stored; another with each login.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="known_browsers")
    token_digest = models.BinaryField(max_length=32, unique=True)
    known_since = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "known_browser"
        verbose_name = "登入過的瀏覽器"
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("known_since")), name="browser_is_forgotten_after_it_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"browser of {self.account_id} since {self.known_since}"


class AccountSession(models.Model):
    """A login. The key is hashed and the content sealed: a stolen dump opens no session.

    `seen_at` is when its owner last did something; `rights_changed` asks for a new key when the owner comes next.
    """

    key_digest = models.BinaryField(max_length=32, primary_key=True)
    sealed = models.BinaryField()
    expire_date = models.DateTimeField(db_index=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sessions")
    seen_at = models.DateTimeField(null=True)
    rights_changed = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "account_session"

    def __str__(self) -> str:
        return f"session until {self.expire_date}"
