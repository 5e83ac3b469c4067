"""`grutto manage demo_people`: one person a role, on one's own machine only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext

from grutto_web.ground.management.commands.serve import prepare
from grutto_web.ground.management.terminal import TerminalCommand
from grutto_web.people.accounts.demo import demo_people


class Command(TerminalCommand):
    """Make people for a demonstration."""

    help = "Make one person a role for a demonstration, and print their passwords."

    def handle(self, *_: Any, **__: Any) -> None:
        """Make them, unless others than this machine are served."""
        if settings.ENVIRONMENT.production:
            raise CommandError(
                gettext("GRUTTO_ADDRESS is set: people of a real site come by invitation (grutto manage invite)")
            )
        prepare()
        for account in demo_people():
            self.stdout.write(f"{account.role:<14} {account.email:<30} {account.password}")
