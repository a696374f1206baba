from django.apps import AppConfig


class OwnersConfig(AppConfig):
    name = "loyalty.owners"
    label = "owners"
