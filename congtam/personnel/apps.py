from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    name = "congtam.personnel"
    verbose_name = "Nhân sự"
