from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hefa.accounts"
    label = "accounts"
    verbose_name = "帳號"
