"""The words of login."""

from django.db.models import TextChoices


class LoginProblem(TextChoices):
    """Why a login was refused. The same words for an unknown 帳號 and a wrong password."""

    WRONG = "WRONG", "帳號或密碼不正確"
    WRONG_PROOF = "WRONG_PROOF", "驗證未通過，請再試一次"
    LOCKED = "LOCKED", "連續 5 次登入失敗，此帳號已鎖定 15 分鐘，請稍後再試"
    CROWDED = "CROWDED", "這個網路的登入失敗次數過多，請稍後再試"


class FactorKind(TextChoices):
    """What somebody proves oneself by, besides the password."""

    APP = "app", "驗證碼 App"
    PASSKEY = "passkey", "通行密鑰"
    RECOVERY = "recovery", "備用碼"
