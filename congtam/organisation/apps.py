from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "congtam.organisation"
    verbose_name = "Tổ chức"
