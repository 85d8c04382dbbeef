from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "hefa.web.shell"
    label = "web_shell"
    verbose_name = "網站外框"
