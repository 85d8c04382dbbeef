from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "hefa.jobs"
    label = "jobs"
    verbose_name = "背景工作"
