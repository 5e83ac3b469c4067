"""`grutto manage savings_import FRAMEWORK FILE --as EMAIL`: take a ledger, as its page does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils.translation import gettext

from grutto_web.ground.management.terminal import TerminalCommand
from grutto_web.people.accounts.models import User
from grutto_web.people.acts.refusals import RefusalError
from grutto_web.work.savings.files import take_ledger
from grutto_web.work.savings.ledgers import ledger_frameworks

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(TerminalCommand):
    """Take a ledger into that of a framework."""

    help = "Take the entries of a savings ledger (TOML), in the name of somebody who may."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for framework, file and person."""
        parser.add_argument("framework")
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="email", required=True, help="e-mail address of who brings it")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Take it, and say what became of it.

        Raises:
            CommandError: no such framework or person, an unreadable file, or entries that are wrong.
        """
        names, file = [name for name, _title in ledger_frameworks()], options["file"]
        user = User.objects.filter(email=options["email"]).first()
        if options["framework"] not in names or user is None:
            text = gettext("There is no such framework or person; frameworks with savings: %(names)s")
            raise CommandError(text % {"names": ", ".join(names)})
        try:
            intake = take_ledger(options["framework"], file.name, file.read_bytes(), user)
        except (RefusalError, OSError) as error:
            raise CommandError(str(error)) from None
        for problem in intake.problems:
            self.stderr.write(f"{problem.place} {problem.entry}, {problem.field}: {problem.text}")
        if intake.problems:
            raise CommandError(gettext("Nothing was taken."))
        text = gettext("%(taken)s taken, %(there)s there already")
        self.stdout.write(text % {"taken": intake.taken, "there": intake.there})
