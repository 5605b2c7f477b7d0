"""Where every page is. Only this module names all capabilities."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from congtam.site import demo_sign_in, home, search, trail

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.mine, name="home"),
    path("tim-kiem/", search.search, name="search"),
    path("tai-khoan/", include("allauth.account.urls")),
    path("quan-tri/tai-khoan/", include("congtam.accounts.urls")),
    path("dau-vet/", include(trail.urlpatterns)),
    path("danh-muc/", include("congtam.planning.urls")),
    path("ui/", include("congtam.ui.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("trinh-dien/dang-nhap/", demo_sign_in.sign_in, name="demo_sign_in"))
