from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "congtam.site"
    label = "congtam_site"
    verbose_name = "Công Tâm"
