from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "loyalty.stays.importing"
    label = "importing"
    default_auto_field = "django.db.models.BigAutoField"
