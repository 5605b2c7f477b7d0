"""Addresses of what is chased."""

from django.urls import path

from congtam.follow_up.views import briefing, dossiers, extensions, reminders

app_name = "follow_up"
urlpatterns = [
    path("giao-ban/", briefing.page, name="briefing"),
    path("giao-ban.docx", briefing.document, name="briefing_document"),
    path("giao-ban.xlsx", briefing.export, name="briefing_export"),
    path("nhac-viec/", reminders.reminders, name="reminders"),
    path("ho-so/", dossiers.board, name="dossiers"),
    path("ho-so/nhap/", dossiers.bring, name="bring_dossiers"),
    path("ho-so/nhap/<int:import_id>/", dossiers.one_import, name="dossier_import"),
    path("ho-so/nhap/<int:import_id>/ghi/", dossiers.write, name="write_dossiers"),
    path("ho-so/nhap/<int:import_id>/bo/", dossiers.put_away, name="put_away_dossiers"),
    path("doi-han/", extensions.extensions, name="extensions"),
    path("doi-han/nhiem-vu/<int:work_id>/", extensions.ask, name="ask_extension"),
    path("doi-han/<int:request_id>/", extensions.answer, name="answer_extension"),
    path("don-doc/<slug:kind>/<int:pk>/", reminders.chase, name="chase"),
]
