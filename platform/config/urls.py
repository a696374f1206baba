"""Every route of the product, on one page with api.v1.urls."""

from django.urls import include, path

urlpatterns = [path("api/v1/", include("api.v1.urls"))]
