"""Addresses of meetings."""

from django.urls import path

from congtam.meetings.views import agenda, lists, minutes, people, record

app_name = "meetings"
urlpatterns = [
    path("", lists.meetings, name="meetings"),
    path("trieu-tap/", lists.call, name="call"),
    path("<int:pk>/", record.meeting, name="meeting"),
    path("<int:pk>/khai-mac/", record.open_meeting, name="open"),
    path("<int:pk>/thong-tin/", record.change, name="change"),
    path("<int:pk>/khong-hop/", record.step, {"code": "cancel"}, name="cancel"),
    path("<int:pk>/ket-thuc/", record.step, {"code": "close"}, name="close"),
    path("<int:pk>/ky/", record.step, {"code": "sign"}, name="sign"),
    path("<int:pk>/dinh-chinh/", record.step, {"code": "correct"}, name="correct"),
    path("<int:pk>/bien-ban.docx", record.minutes, name="minutes"),
    path("<int:pk>/thong-bao-ket-luan.docx", record.notice, name="notice"),
    path("<int:pk>/thanh-phan/", people.members, name="members"),
    path("<int:pk>/diem-danh/", people.attendance, name="attendance"),
    path("thanh-vien/<int:member_id>/", people.member, name="member"),
    path("thanh-vien/<int:member_id>/bo/", people.leave_out, name="leave_out_member"),
    path("<int:pk>/chuong-trinh/", agenda.agenda, name="agenda"),
    path("noi-dung/<int:item_id>/", agenda.discussion, name="discussion"),
    path("noi-dung/<int:item_id>/bo/", agenda.drop_item, name="drop_agenda_item"),
    path("<int:pk>/bieu-quyet/", agenda.vote, name="vote"),
    path("bieu-quyet/<int:ballot_id>/", agenda.count, name="count"),
    path("bieu-quyet/<int:ballot_id>/bo/", agenda.withdraw, name="withdraw_vote"),
    path("<int:pk>/dien-bien/", minutes.proceedings, name="proceedings"),
    path("<int:pk>/ket-luan/", minutes.conclusions, name="conclusions"),
    path("ket-luan/<int:conclusion_id>/bo/", minutes.leave_out, name="leave_out_conclusion"),
    path("ket-luan/<int:conclusion_id>/da-xong/", minutes.finish, name="finish_conclusion"),
    path("ket-luan/<int:conclusion_id>/thoi-thuc-hien/", minutes.drop, name="drop_conclusion"),
]
