from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "congtam.notifications"
    verbose_name = "Thông báo"
