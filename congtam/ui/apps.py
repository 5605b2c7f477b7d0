from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "congtam.ui"
    verbose_name = "Giao diện"
