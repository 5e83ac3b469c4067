"""Editions as Django knows them."""

from django.apps import AppConfig


class EditionsConfig(AppConfig):
    """Editions."""

    name = "grutto_web.work.editions"
    label = "editions"
