"""The words of login."""

from django.db.models import TextChoices


class LoginProblem(TextChoices):
    """Why a login was refused. The same words for an unknown 帳號 and a wrong password."""

    WRONG = "WRONG", "帳號或密碼不正確"
    WRONG_PROOF = "WRONG_PROOF", "驗證未通過，請再試一次"
    LOCKED = "LOCKED", "連續 5 次登入失敗，此帳號已鎖定 15 分鐘，請稍後再試"
    BROWSER_LOCKED = "BROWSER_LOCKED", "此瀏覽器連續 5 次登入失敗，已鎖定 15 分鐘，請稍後再試"
    CROWDED = "CROWDED", "這個網路的登入失敗次數過多，請稍後再試"


class FactorKind(TextChoices):
    """What somebody proves oneself by, besides the password."""

    APP = "app", "驗證碼 App"
    PASSKEY = "passkey", "通行密鑰"
    RECOVERY = "recovery", "備用碼"


class AccountEvent(TextChoices):
    """What the owner of an account is told by letter, in case it was somebody else."""

    FACTOR_ADDED = "factor_added", "新增了登入的驗證方式"
    FACTOR_REMOVED = "factor_removed", "移除了登入的驗證方式"
    FACTORS_RESET = "factors_reset", "由系統管理者重設了第二驗證方式"
    RECOVERY_MADE = "recovery_made", "重新產生了備用碼"
    PROVIDER_LINKED = "provider_linked", "連結了單一登入"
    PASSWORD_CHANGED = "password_changed", "變更了密碼"
    PASSWORD_RESET = "password_reset", "以重設密碼信設定了新密碼"
    EMAIL_CHANGED = "email_changed", "變更了電子郵件"
    CLOSED = "closed", "依當事人請求刪除"
