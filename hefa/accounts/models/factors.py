"""Second factors 第二驗證方式: an app with a code every half minute, passkeys, recovery codes for a lost phone."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from hefa.accounts.models.account import Account
from hefa.keys.fields import SealedBytesField


class AuthenticatorApp(models.Model):
    """驗證碼 App. `last_step` is the latest time step whose code was taken: no code is taken twice."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="app")
    seed = SealedBytesField()
    added_at = models.DateTimeField("新增時間")
    last_step = models.BigIntegerField()

    class Meta:
        db_table = "authenticator_app"
        verbose_name = "驗證碼 App"

    def __str__(self) -> str:
        return f"app of {self.account_id}"


class RecoveryCode(models.Model):
    """備用碼: shown once, stored as argon2id hash, good for one login."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    code = models.CharField(max_length=128)
    used_at = models.DateTimeField("使用時間", null=True)

    class Meta:
        db_table = "recovery_code"
        verbose_name = "備用碼"

    def __str__(self) -> str:
        return f"recovery code of {self.account_id}"


class Passkey(models.Model):
    """通行密鑰: the public half of a key that a phone, a computer or a security key holds."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
    credential_id = models.BinaryField(max_length=1023, unique=True)
    credential = models.BinaryField()
    sign_count = models.BigIntegerField()
    name = models.CharField("名稱", max_length=40)
    added_at = models.DateTimeField("新增時間")
    used_at = models.DateTimeField("最近使用", null=True)

    class Meta:
        db_table = "passkey"
        verbose_name = "通行密鑰"
        constraints = (models.CheckConstraint(condition=Q(sign_count__gte=0), name="passkey_counts_up_from_zero"),)

    def __str__(self) -> str:
        return self.name
