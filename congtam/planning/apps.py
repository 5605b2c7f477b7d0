from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "congtam.planning"
    verbose_name = "Danh mục sản phẩm, công việc"
