"""`grutto manage retention`: erase what is due; a timer runs it every night."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from grutto_web.cases.casework.retention import erase_due
from grutto_web.ground.management.terminal import TerminalCommand


class Command(TerminalCommand):
    """Erase personal fields whose time has come."""

    help = "Erase personal fields whose time has come, and destroy their keys."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Erase, and say how much."""
        number = erase_due()
        text = ngettext("%(number)s record erased", "%(number)s records erased", number)
        self.stdout.write(text % {"number": number})
