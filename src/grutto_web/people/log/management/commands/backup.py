"""`grutto backup`: the data folder and the web's database in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from grutto_web.ground.management.commands.serve import prepare
from grutto_web.ground.management.terminal import TerminalCommand
from grutto_web.ground.running.backup import back_up, require_content
from grutto_web.people.log.chain import head

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(TerminalCommand):
    """Write a backup."""

    help = "Write the data folder and the web's database to one file; the site may go on meanwhile."
    requires_system_checks = ()
    """None: a site whose pages are broken has data too, and to load its pages takes half of the time."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_: Any, file: Path, **__: Any) -> None:
        """Write it, and tell what it holds."""
        require_content()
        prepare()
        report = back_up(file, head)
        text = gettext("%(file)s: %(files)s files, release %(release)s, log %(log)s")
        places = {"file": file, "files": report.files, "release": report.release or "–", "log": report.anchor}
        self.stdout.write(text % places)
