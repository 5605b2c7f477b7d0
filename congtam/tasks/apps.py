from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "congtam.tasks"
    verbose_name = "Nhiệm vụ"
