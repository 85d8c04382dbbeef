"""New passwords: typed twice, judged by the settings' validators, never drawn into a page."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from hefa.accounts.models import Account
from hefa.web.shell.forms import PageForm

NEW_PASSWORD_HELP = "至少 10 個字元，請勿使用常見密碼"  # noqa: S105
USED_BEFORE = "不可使用最近三次用過的密碼。"
LONGEST = 1000


def password_field(
    label: str, *, missing: str, help_text: str = "", autocomplete: str = "new-password"
) -> forms.CharField:
    """A password input; browsers offer to remember or to make one as `autocomplete` says."""
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        strip=False,
        help_text=help_text,
        error_messages={"required": missing},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def check_new_password(form: forms.Form, account: Account | None = None) -> None:
    """Put what is wrong with `password` and `password_again` beside them."""
    password, again = form.cleaned_data.get("password"), form.cleaned_data.get("password_again")
    if password is None:
        return
    if again is not None and again != password:
        form.add_error("password_again", "兩次輸入的密碼不同。")
    try:
        validate_password(password, account)
    except ValidationError as problems:
        form.add_error("password", problems)


class NewPasswordForm(PageForm):
    """A new password for an account that is known by other means."""

    password = password_field("新密碼", missing="請輸入新密碼。", help_text=NEW_PASSWORD_HELP)
    password_again = password_field("再輸入一次新密碼", missing="請再輸入一次新密碼。")

    def __init__(self, *args: Any, account: Account | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_new_password(self, self.account)
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """The old password too. Whether it is right is for the door to ask: wrong ones are counted."""

    old_password = password_field("目前的密碼", missing="請輸入目前的密碼。", autocomplete="current-password")
    field_order = ("old_password", "password", "password_again")
