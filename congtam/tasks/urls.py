"""Addresses of work."""

from django.urls import path

from congtam.tasks.views import giving, lists, record

app_name = "tasks"
urlpatterns = [
    path("", lists.mine, name="mine"),
    path("don-vi/", lists.listing, name="listing"),
    path("xuat.xlsx", lists.export, name="export"),
    path("tuan/", lists.week, name="week"),
    path("bang-theo-doi/", lists.board, name="board"),
    path("giao/", giving.assign, name="assign"),
    path("giao-nhieu/", giving.assign_many, name="assign_many"),
    path("dot-xuat/", giving.unplanned, name="unplanned"),
    path("dinh-ky/", giving.recurring, name="recurring"),
    path("dinh-ky/giao/", giving.issue_recurring, name="issue_recurring"),
    path("dinh-ky/<int:rule_id>/dung/", giving.stop_recurring, name="stop_recurring"),
    path("nguyen-nhan/", giving.causes, name="causes"),
    path("nguyen-nhan/<int:cause_id>/", giving.answer_cause, name="answer_cause"),
    path("doi-han/", giving.extensions, name="extensions"),
    path("doi-han/<int:request_id>/", giving.answer_extension, name="answer_extension"),
    path("minh-chung/<int:evidence_id>/", record.evidence, name="evidence"),
    path("<int:task_id>/", record.task, name="task"),
    path("<int:task_id>/<slug:slug>/", record.step, name="step"),
]
