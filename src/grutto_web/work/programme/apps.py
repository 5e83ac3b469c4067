"""The programme as Django knows it."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """The programme."""

    name = "grutto_web.work.programme"
    label = "programme"

    def ready(self) -> None:
        """Say where the name is kept."""
        from grutto_web.ground.name_cache import asked_of  # noqa: PLC0415 - once the models are there
        from grutto_web.work.programme.models import Name  # noqa: PLC0415 - once the models are there

        asked_of(Name.objects.first)
