from django.apps import AppConfig


class PaperworkConfig(AppConfig):
    name = "hefa.paperwork"
    label = "paperwork"
    verbose_name = "檔案"
