"""`grutto manage demo_prices`: made-up prices of providers that do not exist, on one's own machine only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from grutto_web.management.commands.serve import prepare
from grutto_web.remittances.demo import demo_prices


class Command(BaseCommand):
    """Bring made-up prices."""

    help = "Bring prices of providers that do not exist, for a demonstration; each is marked as an example."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Bring them, unless others than this machine are served."""
        if settings.ENVIRONMENT.production:
            raise CommandError("GRUTTO_ADDRESS is set: a real site shows prices that somebody asked")
        prepare()
        self.stdout.write(f"{demo_prices(timezone.localdate())} made-up prices were brought and approved.")
