"""The temporary return of experts as Django knows it."""

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    """Temporary return of experts."""

    name = "grutto_web.cases.placements"
    label = "placements"

    def ready(self) -> None:
        """Declare when personal fields go, and who is counted."""
        from grutto_web.cases.placements import population, registers  # noqa: F401, PLC0415 - they declare themselves
