from django.apps import AppConfig


class LearnerConfig(AppConfig):
    name = "hefa.web.learner"
    label = "web_learner"
    verbose_name = "學員網頁"
