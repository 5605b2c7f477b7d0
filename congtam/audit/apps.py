from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "congtam.audit"
    verbose_name = "Dấu vết: ai làm gì, lúc nào, không ai sửa được"
