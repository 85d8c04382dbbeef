from django.apps import AppConfig


class WebScannerConfig(AppConfig):
    name = "hefa.web.scanner"
    label = "web_scanner"
    verbose_name = "掃描器"
