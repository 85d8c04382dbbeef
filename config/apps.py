from django.apps import AppConfig

from config import checks


class WiringConfig(AppConfig):
    """Registers the checks that `manage check` runs."""

    name = "config"
    verbose_name = "Hefa"

    def ready(self) -> None:
        checks.register()
