"""The programme as Django knows it."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """The programme."""

    name = "grutto_web.work.programme"
    label = "programme"
