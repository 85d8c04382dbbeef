from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "hefa.awards"
    label = "awards"
    verbose_name = "時數核發"
