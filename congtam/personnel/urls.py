"""Where the pages of people and of units are."""

from django.urls import path

from congtam.personnel.views import accounts, facts, people, roster, units

app_name = "personnel"
urlpatterns = [
    path("", people.people, name="people"),
    path("toi/", people.home_of, name="me"),
    path("xuat/", people.export, name="export"),
    path("them/", people.take_in, name="take_in"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/sua/", people.correct, name="correct"),
    path("<int:pk>/tai-khoan/", accounts.open_account, name="open_account"),
    path("<int:pk>/mo-lai-tai-khoan/", accounts.reopen_account, name="reopen_account"),
    path("tai-khoan/", accounts.accounts, name="accounts"),
    path("tai-khoan/mo/", accounts.open_accounts, name="open_accounts"),
    path("tai-khoan/cap-lai/", accounts.renew_accounts, name="renew_accounts"),
    path("<int:pk>/them-vi-tri/", people.appoint, name="appoint"),
    path("<int:pk>/dieu-dong/", people.transfer, name="transfer"),
    path("<int:pk>/biet-phai/", people.second, name="second"),
    path("<int:pk>/chi-bo/", people.place_in_cell, name="place_in_cell"),
    path("<int:pk>/nghi/", facts.add_absence, name="add_absence"),
    path("<int:pk>/ky-luat/", facts.add_discipline, name="add_discipline"),
    path("<int:pk>/bao-sai/", facts.report_evaluator, name="report_evaluator"),
    path("vi-tri/<int:pk>/doi/", people.change_post, name="change_post"),
    path("vi-tri/<int:pk>/ket-thuc/", people.end_post, name="end_post"),
    path("nghi/<int:pk>/", facts.end_absence, name="end_absence"),
    path("ky-luat/<int:pk>/", facts.classify, name="classify"),
    path("bao-sai/", facts.reports, name="reports"),
    path("bao-sai/<int:pk>/", facts.answer_report, name="answer_report"),
    path("nhom/", facts.similar_groups, name="similar_groups"),
    path("nhom/<int:pk>/", facts.similar_group, name="similar_group"),
    path("nhom/<int:pk>/doi-ten/", facts.rename_group, name="rename_group"),
    path("phan-cong/", facts.responsibilities, name="responsibilities"),
    path("phan-cong/<int:pk>/thoi/", facts.end_responsibility, name="end_responsibility"),
    path("nhap/", roster.roster, name="roster"),
    path("nhap/mau/<int:pk>/", roster.template, name="roster_template"),
    path("nhap/<int:pk>/", roster.roster_import, name="roster_import"),
    path("nhap/<int:pk>/tep/", roster.roster_file, name="roster_file"),
    path("nhap/<int:pk>/ghi/", roster.apply_import, name="apply_import"),
    path("nhap/<int:pk>/bo/", roster.refuse_import, name="refuse_import"),
]

# Pages of units need to know people too, so they live here, under their own address and name.
unit_urls = (
    [
        path("", units.units, name="tree"),
        path("lap-co-quan/", units.open_body, name="open_body"),
        path("<int:pk>/", units.unit, name="unit"),
        path("<int:pk>/lap/", units.open_unit, name="open_unit"),
        path("<int:pk>/doi-ten/", units.rename, name="rename_unit"),
        path("<int:pk>/chuyen/", units.move, name="move_unit"),
        path("<int:pk>/vai-tro/", units.set_roles, name="set_roles"),
        path("<int:pk>/ket-thuc/", units.close, name="close_unit"),
        path("<int:pk>/sap-nhap/", units.merge, name="merge_units"),
        path("<int:pk>/chia-tach/", units.split, name="split_unit"),
        path("<int:pk>/chuyen-mot-phan/", units.move_part, name="move_part"),
        path("<int:pk>/chuyen-nguoi/", units.move_people, name="move_people"),
    ],
    "organisation",
)
