"""Judgements as Django knows them."""

from django.apps import AppConfig


class JudgementsConfig(AppConfig):
    """Judgements."""

    name = "grutto_web.work.judgements"
    label = "judgements"
