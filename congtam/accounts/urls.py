"""Addresses of account keeping."""

from django.urls import path

from congtam.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.accounts, name="list"),
    path("<int:user_id>/mat-khau/", views.reset_password, name="reset_password"),
    path("<int:user_id>/khoa/", views.lock, name="lock"),
    path("<int:user_id>/mo-khoa/", views.unlock, name="unlock"),
    path("bo-loc/luu/", views.save_view, name="save_view"),
    path("bo-loc/<int:view_id>/bo/", views.drop_view, name="drop_view"),
]
