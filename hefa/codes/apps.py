from django.apps import AppConfig


class CodesConfig(AppConfig):
    name = "hefa.codes"
    label = "codes"
    verbose_name = "個人條碼"
