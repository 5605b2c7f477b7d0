"""Where every page is. Only this module names all capabilities."""

from django.urls import include, path

from congtam.site import home

urlpatterns = [
    path("", home.mine, name="home"),
    path("tai-khoan/", include("allauth.urls")),
]
