"""The words of login."""

from django.db.models import TextChoices


class LoginProblem(TextChoices):
    """Why a login was refused. The same words for an unknown 帳號 and a wrong password."""

    WRONG = "WRONG", "帳號或密碼不正確"
    LOCKED = "LOCKED", "連續 5 次登入失敗，此帳號已鎖定 15 分鐘，請稍後再試"
