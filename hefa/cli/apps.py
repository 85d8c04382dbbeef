from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "hefa.cli"
    label = "cli"
    verbose_name = "指令"
