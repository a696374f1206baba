from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "loyalty.messaging"
    label = "messaging"
    default_auto_field = "django.db.models.BigAutoField"
