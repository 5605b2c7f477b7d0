"""Addresses of the month."""

from django.urls import path

from congtam.scoring.views import month, periods, sheets

app_name = "scoring"
urlpatterns = [
    path("", sheets.mine, name="mine"),
    path("phieu/<int:sheet_id>/", sheets.sheet, name="sheet"),
    path("phieu/<int:sheet_id>/tu-cham/", sheets.mark, name="mark"),
    path("phieu/<int:sheet_id>/lay-ky-truoc/", sheets.copy, name="copy"),
    path("phieu/<int:sheet_id>/xac-nhan/", sheets.confirm, name="confirm"),
    path("phieu/<int:sheet_id>/tra-lai/", sheets.send_back, name="send_back"),
    path("phieu/<int:sheet_id>/khong-cham/", sheets.set_aside, name="set_aside"),
    path("phieu/<int:sheet_id>/cham-lai/", sheets.take_up, name="take_up"),
    path("phieu/<int:sheet_id>/sua/", sheets.correct, name="correct"),
    path("phieu/<int:sheet_id>/sua-d/", sheets.correct_results, name="correct_results"),
    path("phieu/<int:sheet_id>/mau-so-01.<slug:ending>", sheets.paper, name="paper"),
    path("thang/", month.month, name="month"),
    path("thang/xac-nhan/", month.confirm, name="confirm_month"),
    path("ky/", periods.periods, name="periods"),
    path("ky/<int:period_id>/", periods.period, name="period"),
    path("ky/<int:period_id>/dong/", periods.close, name="close"),
    path("ky/<int:period_id>/bo-sung/", periods.add_missing, name="add_missing"),
    path("ky/<int:period_id>/xuat.xlsx", periods.export, name="export"),
    path("ky/<int:period_id>/phan-bo/", periods.overview, name="overview"),
    path("diem-noi-khac/", periods.outside, name="outside"),
    path("cach-hieu/<int:body_id>/", periods.reading, name="reading"),
]
