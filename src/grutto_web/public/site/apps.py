"""The public site as an application of Django."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The public site."""

    name = "grutto_web.public.site"
    label = "public"
