"""Casework as Django knows it."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The frame of casework."""

    name = "grutto_web.cases.casework"
    label = "casework"
