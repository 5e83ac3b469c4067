"""Jobs as Django knows them."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs."""

    name = "grutto_web.people.jobs"
    label = "jobs"
