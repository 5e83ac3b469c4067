"""People as Django knows them."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People."""

    name = "grutto_web.people.accounts"
    label = "people"

    def ready(self) -> None:
        """Write down who signs in."""
        from grutto_web.people.accounts.signing_in import watch  # noqa: PLC0415 - once the models are there

        watch()
