"""People as Django knows them."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People."""

    name = "grutto_web.people"
    label = "people"
