from django.apps import AppConfig


class WebBackofficeConfig(AppConfig):
    name = "hefa.web.backoffice"
    label = "web_backoffice"
    verbose_name = "學習資訊維護"
