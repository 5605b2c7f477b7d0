"""Addresses of notifications."""

from django.urls import path

from congtam.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("da-doc/", views.read_all, name="read_all"),
    path("cach-nhan/", views.preferences, name="preferences"),
    path("<int:notification_id>/", views.read, name="read"),
]
