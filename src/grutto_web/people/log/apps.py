"""The log as Django knows it."""

from django.apps import AppConfig


class LogConfig(AppConfig):
    """The log."""

    name = "grutto_web.people.log"
    label = "log"
