from django.apps import AppConfig


class OrganisersConfig(AppConfig):
    name = "hefa.organisers"
    label = "organisers"
    verbose_name = "開課單位"
