from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "congtam.evaluation"
    verbose_name = "Xếp loại"
