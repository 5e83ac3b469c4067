"""`grutto manage savings_import FRAMEWORK FILE --as EMAIL`: take a ledger, as its page does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from grutto.errors import GruttoError
from grutto_web.acts.refusals import RefusalError
from grutto_web.people.models import User
from grutto_web.savings.files import take_ledger
from grutto_web.savings.ledgers import ledger_frameworks
from grutto_web.wording import terminal_sentences

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
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
            raise CommandError(f"there is no such framework or person; frameworks with savings: {', '.join(names)}")
        try:
            intake = take_ledger(options["framework"], file.name, file.read_bytes(), user)
        except GruttoError as error:
            raise CommandError(terminal_sentences(error)) from None
        except (RefusalError, OSError) as error:
            raise CommandError(str(error)) from None
        for problem in intake.problems:
            self.stderr.write(f"{problem.place} {problem.entry}, {problem.field}: {problem.text}")
        if intake.problems:
            raise CommandError("nothing was taken")
        self.stdout.write(f"{intake.taken} taken, {intake.there} there already")
