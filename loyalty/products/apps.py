from django.apps import AppConfig


class ProductsConfig(AppConfig):
    name = "loyalty.products"
    label = "products"
