"""The site itself as Django knows it: its templates, files and commands."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The site."""

    name = "grutto_web.ground"
    label = "site"
