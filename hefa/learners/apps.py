from django.apps import AppConfig


class LearnersConfig(AppConfig):
    name = "hefa.learners"
    label = "learners"
    verbose_name = "學員"
