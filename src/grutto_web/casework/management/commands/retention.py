"""`grutto manage retention`: erase what is due; a timer runs it every night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from grutto_web.casework.retention import erase_due


class Command(BaseCommand):
    """Erase personal fields whose time has come."""

    help = "Erase personal fields whose time has come, and destroy their keys."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Erase, and say how much."""
        self.stdout.write(f"{erase_due()} records erased")
