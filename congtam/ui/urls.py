"""Where the parts of the screens are shown."""

from django.urls import path

from congtam.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.parts, name="parts"),
    path("tien-do/", views.sample_progress, name="sample_progress"),
    path("nen/", views.theme, name="theme"),
]
