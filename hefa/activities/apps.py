from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "hefa.activities"
    label = "activities"
    verbose_name = "活動"
