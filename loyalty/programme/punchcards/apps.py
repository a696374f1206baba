from django.apps import AppConfig


class PunchCardsConfig(AppConfig):
    name = "loyalty.programme.punchcards"
    label = "punchcards"
    default_auto_field = "django.db.models.BigAutoField"
