from django.apps import AppConfig


class OperatorConfig(AppConfig):
    name = "hefa.web.operator"
    label = "web_operator"
    verbose_name = "系統管理"
