"""Acts as Django knows them."""

from django.apps import AppConfig


class ActsConfig(AppConfig):
    """Acts."""

    name = "grutto_web.people.acts"
    label = "acts"
