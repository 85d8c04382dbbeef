from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "hefa.units"
    label = "units"
    verbose_name = "機關"
