"""The research register as Django knows it."""

from django.apps import AppConfig


class ResearchConfig(AppConfig):
    """The research register."""

    name = "grutto_web.cases.research"
    label = "research"
