from django.apps import AppConfig
from django.core.checks import register


class TenantsConfig(AppConfig):
    name = "tenants"
    label = "tenants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tenants import checks

        for check in checks.ALL:
            register(check)
