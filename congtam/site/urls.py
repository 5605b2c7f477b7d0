"""Where every page is. Only this module names all capabilities."""

from allauth.account import views as account
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from congtam.follow_up.views import reminders
from congtam.personnel import urls as personnel_urls
from congtam.planning import urls as planning_urls
from congtam.planning.views import conclusions
from congtam.scoring.views import handing_back
from congtam.site import demo_sign_in, home, plan_page, search, trail, work_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.mine, name="home"),
    path("tim-kiem/", search.search, name="search"),
    # Nobody signs himself up or resets a password by mail here: those addresses do not exist.
    path("tai-khoan/dang-nhap/", account.login, name="account_login"),
    path("tai-khoan/dang-xuat/", account.logout, name="account_logout"),
    path("tai-khoan/da-khoa/", account.account_inactive, name="account_inactive"),
    path("tai-khoan/xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/mat-khau/doi/", account.password_change, name="account_change_password"),
    path("tai-khoan/mat-khau/dat/", account.password_set, name="account_set_password"),
    path("quan-tri/tai-khoan/", include("congtam.accounts.urls")),
    path("dau-vet/", include(trail.urlpatterns)),
    path("co-cau/", include(personnel_urls.unit_urls)),
    path("nhan-su/", include("congtam.personnel.urls")),
    # Meetings know nothing of the work that comes of them.
    path("cuoc-hop/ket-luan/<int:conclusion_id>/giao-viec/", conclusions.conclusion_to_work, name="conclusion_to_work"),
    path("cuoc-hop/<int:meeting_id>/giao-viec/", conclusions.conclusions_to_work, name="conclusions_to_work"),
    path("cuoc-hop/", include("congtam.meetings.urls")),
    path(
        "",
        include(
            (
                [*planning_urls.urlpatterns, path("ke-hoach/<int:plan_id>/", plan_page.plan, name="plan")],
                "planning",
            )
        ),
    ),
    path(
        "nhiem-vu-co-quan/",
        include(([*planning_urls.work_pages, path("<int:work_id>/", work_page.work, name="one")], "work")),
    ),
    path("chi-tieu/", include(planning_urls.target_pages)),
    path("xep-loai/", include("congtam.evaluation.urls")),
    # Before the other steps of a task: this one shows what it does to the month, which tasks know nothing of.
    path("nhiem-vu/<int:task_id>/tra-nguoi-giao/", handing_back.hand_back, name="hand_back"),
    # Likewise: reminding is the business of whoever follows up, and stands above tasks.
    path("nhiem-vu/<int:pk>/don-doc/", reminders.chase, {"kind": "nhiem-vu"}, name="remind"),
    path("nhiem-vu/", include("congtam.tasks.urls")),
    path("theo-doi/", include("congtam.follow_up.urls")),
    path("thong-bao/", include("congtam.notifications.urls")),
    path("trong-tam/", include("congtam.key_tasks.urls")),
    path("cham-diem/", include("congtam.scoring.urls")),
    path("ui/", include("congtam.ui.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("trinh-dien/dang-nhap/", demo_sign_in.sign_in, name="demo_sign_in"))
