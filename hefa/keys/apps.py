from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "hefa.keys"
    label = "keys"
    verbose_name = "金鑰"
