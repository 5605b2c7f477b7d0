"""Addresses of the catalogue."""

from django.urls import path

from congtam.planning.views import catalogue as views

app_name = "planning"
urlpatterns = [
    path("", views.catalogues, name="catalogues"),
    path("mau/", views.template, name="template"),
    path("nhap/<int:body_id>/", views.upload, name="upload"),
    path("nhap/<int:body_id>/<int:file_id>/", views.preview, name="preview"),
    path("<int:catalogue_id>/", views.catalogue, name="catalogue"),
    path("<int:catalogue_id>/excel/", views.export, name="export"),
    path("<int:catalogue_id>/ban-hanh/", views.issue, name="issue"),
    path("<int:catalogue_id>/bo/", views.discard, name="discard"),
    path("<int:catalogue_id>/trung-lap/", views.overlaps, name="overlaps"),
    path("<int:catalogue_id>/trung-lap/<int:overlap_id>/", views.decide_overlap, name="decide_overlap"),
]
