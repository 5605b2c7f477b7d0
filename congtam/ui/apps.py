from django.apps import AppConfig

from congtam.ui.complaints import speak


class UiConfig(AppConfig):
    name = "congtam.ui"
    verbose_name = "Giao diện"

    def ready(self) -> None:
        """Let every form speak in words that say what to do."""
        speak()
