from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "congtam.meetings"
    verbose_name = "Cuộc họp"
