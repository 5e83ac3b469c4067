"""Prices of sending money as Django knows them."""

from django.apps import AppConfig


class RemittancesConfig(AppConfig):
    """Prices of sending money."""

    name = "grutto_web.public.remittances"
    label = "remittances"
