"""`grutto restore`: a backup, put into an empty data folder and database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils.translation import gettext

from grutto_web.ground.management.commands.serve import prepare
from grutto_web.ground.management.terminal import TerminalCommand
from grutto_web.ground.running.backup import restore
from grutto_web.people.log.chain import ChainHead, verify

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(TerminalCommand):
    """Restore a backup."""

    help = "Put a backup into an empty data folder and database, bring it up to date, and check the log."
    requires_system_checks = ()
    """None: a site whose pages are broken has data too, and to load its pages takes half of the time."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_: Any, file: Path, **__: Any) -> None:
        """Restore it, and tell whether the log holds."""
        report = restore(file)
        prepare()
        number, _sign, digest = report.anchor.partition(":")
        if not verify([ChainHead(int(number), digest)]).holds:
            raise CommandError(gettext("The log does not hold: see grutto manage log_verify"))
        text = gettext("%(file)s: %(files)s files restored, release %(release)s; the log holds")
        self.stdout.write(text % {"file": file, "files": report.files, "release": report.release or "–"})
