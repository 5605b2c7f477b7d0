from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    name = "congtam.follow_up"
    verbose_name = "Theo dõi, đôn đốc"
