"""Addresses of what is chased."""

from django.urls import path

from congtam.follow_up.views import reminders

app_name = "follow_up"
urlpatterns = [
    path("nhac-viec/", reminders.reminders, name="reminders"),
    path("don-doc/<slug:kind>/<int:pk>/", reminders.chase, name="chase"),
]
