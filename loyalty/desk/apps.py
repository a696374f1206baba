from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "loyalty.desk"
    label = "desk"
