from django.apps import AppConfig


class TouchesConfig(AppConfig):
    name = "loyalty.touches"
    label = "touches"
