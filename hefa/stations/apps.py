from django.apps import AppConfig


class StationsConfig(AppConfig):
    name = "hefa.stations"
    label = "stations"
    verbose_name = "掃描點"
