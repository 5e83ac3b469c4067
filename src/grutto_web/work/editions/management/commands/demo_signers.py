"""`grutto manage demo_signers FOLDER`: keys for the demo reviewer and adopter, on one's own machine only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext

from grutto_web.ground.management.terminal import TerminalCommand
from grutto_web.work.editions.demo import demo_signers

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(TerminalCommand):
    """Make keys for a demonstration."""

    help = "Make a key for the demo reviewer and the demo adopter, and the list of who may sign editions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask where the keys go."""
        parser.add_argument("folder", type=Path, help="Folder for the private keys, apart from the data folder.")

    def handle(self, *_: Any, folder: Path, **__: Any) -> None:
        """Make them, unless others than this machine are served."""
        if settings.ENVIRONMENT.production:
            raise CommandError(
                gettext("GRUTTO_ADDRESS is set: the signers of a real site make keys on machines of their own")
            )
        for path in demo_signers(folder):
            self.stdout.write(f"{path.name:<14} {gettext('signs with')}    {path}")
