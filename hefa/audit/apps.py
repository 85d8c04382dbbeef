from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "hefa.audit"
    label = "audit"
    verbose_name = "稽核紀錄"
