"""Policies as Django knows them."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Policies."""

    name = "grutto_web.work.policies"
    label = "policies"
