"""Addresses of key tasks."""

from django.urls import path

from congtam.key_tasks.views import board, overlaps, paper, record

app_name = "key_tasks"
urlpatterns = [
    path("", board.board, name="board"),
    path("quy-dinh/", board.schemes, name="schemes"),
    path("quy-dinh/<int:body_id>/dat/", board.set_scheme, name="set_scheme"),
    path("quy-dinh/<int:scheme_id>/mo-ky/", board.open_round, name="open_round"),
    path("ky/<int:round_id>/de-xuat/", record.draft, name="draft"),
    path("ky/<int:round_id>/word/", board.export, name="export"),
    path("ky/<int:round_id>/trung-lap/", overlaps.pairs, name="pairs"),
    path("ky/<int:round_id>/trung-lap/tim/", overlaps.search, name="search_pairs"),
    path("trung-lap/<int:overlap_id>/", overlaps.pair, name="pair"),
    path("trung-lap/<int:overlap_id>/xem-lai/", overlaps.reopen, name="reopen_pair"),
    path("ky/<int:round_id>/khoi/<int:block_id>/tong-hop.<str:kind>", paper.block, name="block_paper"),
    path("<int:key_task_id>/phieu-de-xuat.<str:kind>", paper.proposal, name="proposal_paper"),
    path("y-kien/<int:appraisal_id>/", record.answer, name="answer"),
    path("tep/<int:report_id>/", record.report_file, name="report_file"),
    path("<int:key_task_id>/", record.key_task, name="key_task"),
    path("<int:key_task_id>/<slug:slug>/", record.step, name="step"),
]
