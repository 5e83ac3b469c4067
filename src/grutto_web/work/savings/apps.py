"""The savings ledger as Django knows it."""

from django.apps import AppConfig


class SavingsConfig(AppConfig):
    """The savings ledger."""

    name = "grutto_web.work.savings"
    label = "savings"
