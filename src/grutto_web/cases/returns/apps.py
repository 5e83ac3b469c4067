"""Return and reintegration as Django knows it."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Return and reintegration."""

    name = "grutto_web.cases.returns"
    label = "returns"

    def ready(self) -> None:
        """Declare when personal fields go, and what is counted."""
        from grutto_web.cases.returns import keeping, population  # noqa: F401, PLC0415 - they declare themselves
