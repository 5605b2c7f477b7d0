from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "congtam.documents"
    verbose_name = "Tài liệu"
