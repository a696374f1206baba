from django.apps import AppConfig


class CouponsConfig(AppConfig):
    name = "loyalty.programme.coupons"
    label = "coupons"
    default_auto_field = "django.db.models.BigAutoField"
