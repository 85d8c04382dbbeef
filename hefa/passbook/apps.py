from django.apps import AppConfig


class PassbookConfig(AppConfig):
    name = "hefa.passbook"
    label = "passbook"
    verbose_name = "學習護照"
