from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Registers the checks that `manage check` runs."""

    name = "config"
    verbose_name = "Hefa"

    def ready(self) -> None:
        from config import checks  # noqa: PLC0415 - looks at models, which are loaded by now

        checks.register()
