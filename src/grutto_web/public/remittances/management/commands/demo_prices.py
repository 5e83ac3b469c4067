"""`grutto manage demo_prices`: made-up prices of providers that do not exist, on one's own machine only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from grutto_web.ground.management.commands.serve import prepare
from grutto_web.ground.management.terminal import TerminalCommand
from grutto_web.public.remittances.demo import demo_prices


class Command(TerminalCommand):
    """Bring made-up prices."""

    help = "Bring prices of providers that do not exist, for a demonstration; each is marked as an example."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Bring them, unless others than this machine are served."""
        if settings.ENVIRONMENT.production:
            raise CommandError(gettext("GRUTTO_ADDRESS is set: a real site shows prices that somebody asked"))
        prepare()
        number = demo_prices(timezone.localdate())
        text = ngettext(
            "%(number)s made-up price was brought and approved.",
            "%(number)s made-up prices were brought and approved.",
            number,
        )
        self.stdout.write(text % {"number": number})
