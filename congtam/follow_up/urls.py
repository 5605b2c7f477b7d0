"""Addresses of what is chased."""

from django.urls import path

from congtam.follow_up.views import extensions, reminders

app_name = "follow_up"
urlpatterns = [
    path("nhac-viec/", reminders.reminders, name="reminders"),
    path("doi-han/", extensions.extensions, name="extensions"),
    path("doi-han/nhiem-vu/<int:work_id>/", extensions.ask, name="ask_extension"),
    path("doi-han/<int:request_id>/", extensions.answer, name="answer_extension"),
    path("don-doc/<slug:kind>/<int:pk>/", reminders.chase, name="chase"),
]
