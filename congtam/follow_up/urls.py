"""Addresses of what is chased."""

from django.urls import path

from congtam.follow_up.views import briefing, reminders

app_name = "follow_up"
urlpatterns = [
    path("giao-ban/", briefing.page, name="briefing"),
    path("giao-ban.docx", briefing.document, name="briefing_document"),
    path("giao-ban.xlsx", briefing.export, name="briefing_export"),
    path("nhac-viec/", reminders.reminders, name="reminders"),
    path("don-doc/<slug:kind>/<int:pk>/", reminders.chase, name="chase"),
]
