from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "congtam.scoring"
    verbose_name = "Chấm điểm"
