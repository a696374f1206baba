"""Every route of version 1, on one page."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
