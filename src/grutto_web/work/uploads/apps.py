"""Uploads as Django knows them."""

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    """Uploads."""

    name = "grutto_web.work.uploads"
    label = "uploads"
