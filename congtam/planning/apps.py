from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "congtam.planning"
    verbose_name = "Kế hoạch, danh mục"
