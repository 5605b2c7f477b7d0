from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SiteConfig(AppConfig):
    name = "congtam.site"
    label = "congtam_site"
    verbose_name = "Công Tâm"

    def ready(self) -> None:
        # A right nobody loaded would be refused to everybody in silence.
        autodiscover_modules("rights")
