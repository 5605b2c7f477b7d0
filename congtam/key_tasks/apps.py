from django.apps import AppConfig


class KeyTasksConfig(AppConfig):
    name = "congtam.key_tasks"
    verbose_name = "Nhiệm vụ trọng tâm"
