"""Data brought in, as Django knows it."""

from django.apps import AppConfig


class IntakesConfig(AppConfig):
    """Data brought in."""

    name = "grutto_web.work.intakes"
    label = "intakes"
