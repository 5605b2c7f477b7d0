"""Addresses of what is chased."""

from django.urls import path

from congtam.follow_up.views import breakthroughs, briefing, dossiers, extensions, faults, inspections, reminders

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
    path("han-che/", faults.shortcomings, name="shortcomings"),
    path("han-che/neu/", faults.name_shortcoming, name="name_shortcoming"),
    path("han-che/<int:pk>/", faults.shortcoming, name="shortcoming"),
    path("han-che/<int:pk>/dang-lam/", faults.begin_mending, name="begin_mending"),
    path("han-che/<int:pk>/tep/", faults.proof, name="shortcoming_proof"),
    path("kiem-tra/", inspections.inspections, name="inspections"),
    path("kiem-tra/lap/", inspections.plan_inspection, name="plan_inspection"),
    path("kiem-tra/<int:pk>/", inspections.inspection, name="inspection"),
    path("kiem-tra/<int:pk>/huy/", inspections.cancel_inspection, name="cancel_inspection"),
    path("dot-pha/", breakthroughs.breakthroughs, name="breakthroughs"),
    path("dot-pha/dang-ky/", breakthroughs.set_breakthrough, name="set_breakthrough"),
    path("dot-pha/<int:pk>/", breakthroughs.breakthrough, name="breakthrough"),
    path("doi-han/", extensions.extensions, name="extensions"),
    path("doi-han/nhiem-vu/<int:work_id>/", extensions.ask, name="ask_extension"),
    path("doi-han/<int:request_id>/", extensions.answer, name="answer_extension"),
    path("don-doc/<slug:kind>/<int:pk>/", reminders.chase, name="chase"),
]
