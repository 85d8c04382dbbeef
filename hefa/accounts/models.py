"""Accounts 帳號 and what guards them."""

from typing import ClassVar
from uuid import UUID, uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from hefa.accounts.rules import FAILURES_UNTIL_LOCK
from hefa.keys.fields import SealedTextField


class AccountManager(BaseUserManager["Account"]):
    """Look-ups by 帳號, as Django's authentication asks for them."""


class Account(AbstractBaseUser):
    """個人帳號: somebody who can log in. The national ID is not here; it stands with the learner."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    username = models.CharField("帳號", max_length=30)
    name = SealedTextField("姓名")
    email = SealedTextField("電子郵件", blank=True, default="")
    email_digest = models.BinaryField(max_length=16, null=True, db_index=True)
    is_active = models.BooleanField("啟用", default=True)
    registered_at = models.DateTimeField("註冊時間")
    password_changed_at = models.DateTimeField("密碼變更時間")

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    acting_for: UUID | None = None
    """The office that this login acts for, by its public id; None: all of them. Told by the session, never stored."""

    objects = AccountManager()

    class Meta:
        db_table = "account"
        verbose_name = "個人帳號"
        constraints = (
            models.UniqueConstraint(fields=("username",), name="account_username_is_unique"),
            models.CheckConstraint(condition=Q(username=Lower("username")), name="account_username_is_folded"),
        )

    def __str__(self) -> str:
        return self.username


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


class AccountSession(models.Model):
    """A login. The key is hashed and the content sealed: a stolen dump opens no session."""

    key_digest = models.BinaryField(max_length=32, primary_key=True)
    sealed = models.BinaryField()
    expire_date = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "account_session"

    def __str__(self) -> str:
        return f"session until {self.expire_date}"
