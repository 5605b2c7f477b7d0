from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "congtam.accounts"
    verbose_name = "Tài khoản"
