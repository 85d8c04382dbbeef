"""Accounts 帳號, the passwords that they had, and what another provider calls their owners."""

from typing import ClassVar
from uuid import UUID, uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from hefa.keys.fields import SealedTextField


class AccountManager(BaseUserManager["Account"]):
    """Look-ups by 帳號, as Django's authentication asks for them."""


class Account(AbstractBaseUser):
    """個人帳號: somebody who can log in. The national ID is not here; it stands with the learner.

    Disabled 停用, by an operator or by the timetable (then by nobody), it cannot log in until it is enabled again.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    username = models.CharField("帳號", max_length=30)
    name = SealedTextField("姓名")
    email = SealedTextField("電子郵件", blank=True, default="")
    email_digest = models.BinaryField(max_length=16, null=True, db_index=True)
    is_active = models.BooleanField("啟用", default=True)
    registered_at = models.DateTimeField("註冊時間")
    password_changed_at = models.DateTimeField("密碼變更時間")
    disabled_at = models.DateTimeField("停用時間", null=True)
    disabled_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    disable_reason = models.CharField("停用原因", max_length=200, blank=True, default="", db_default="")
    notice_version = models.CharField("告知版本", max_length=10, blank=True, default="", db_default="")
    unused_told_at = models.DateTimeField("閒置通知時間", null=True)

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
            models.CheckConstraint(
                condition=Q(is_active=True, disabled_at__isnull=True, disabled_by__isnull=True, disable_reason="")
                | Q(is_active=False, disabled_at__isnull=False) & ~Q(disable_reason=""),
                name="account_disabled_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.username


class UsedPassword(models.Model):
    """The hash of a password that an account has or had: the last three are refused."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="used_passwords")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "used_password"
        verbose_name = "用過的密碼"

    def __str__(self) -> str:
        return f"password of {self.account_id} since {self.set_at}"


class ProviderLink(models.Model):
    """單一登入連結: whom a provider of OpenID Connect knows by this subject, linked by its owner while logged in.

    It is looked up by a keyed digest and kept sealed for a new key of it: a stolen dump names nobody at the provider.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="provider_links")
    subject = SealedTextField()
    subject_digest = models.BinaryField(max_length=16, unique=True)
    linked_at = models.DateTimeField()

    class Meta:
        db_table = "provider_link"
        verbose_name = "單一登入連結"
        constraints = (models.UniqueConstraint(fields=("account",), name="account_has_one_provider_link"),)

    def __str__(self) -> str:
        return f"link of {self.account_id}"
