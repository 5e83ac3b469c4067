"""`grutto manage casework_import REGISTER FILE --as EMAIL`: take a sheet, as its page does."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext

from grutto_web.cases.casework.register import REGISTERS
from grutto_web.cases.casework.sheets import SheetError, take
from grutto_web.ground.management.terminal import TerminalCommand
from grutto_web.people.accounts.models import User
from grutto_web.people.acts.refusals import RefusalError

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(TerminalCommand):
    """Take a sheet into a register."""

    help = "Take a sheet (XLSX or CSV) into a register, in the name of somebody who may."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for register, file and person."""
        parser.add_argument("register")
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="email", required=True, help="e-mail address of who brings it")
        parser.add_argument("--trial", action="store_true", help="only say what would become of it")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Take it, and say what became of it.

        Raises:
            CommandError: no such register or person, an unreadable file, or rows that are wrong.
        """
        import_module(settings.ROOT_URLCONF)  # registers enter themselves with their addresses
        register, file = REGISTERS.get(options["register"]), options["file"]
        user = User.objects.filter(email=options["email"]).first()
        if register is None or user is None:
            text = gettext("There is no such register or person; registers: %(names)s")
            raise CommandError(text % {"names": ", ".join(REGISTERS)})
        try:
            with file.open("rb") as stream:
                outcome = take(register, file.name, stream, user, trial=options["trial"])
        except (SheetError, RefusalError, OSError) as error:
            raise CommandError(str(error)) from None
        for problem in outcome.problems:
            text = gettext("row %(row)s, %(column)s: %(problem)s")
            column = problem.column or gettext("all of it")
            self.stderr.write(text % {"row": problem.row, "column": column, "problem": problem.text})
        if outcome.problems:
            raise CommandError(gettext("Nothing was taken."))
        text = gettext("%(taken)s taken, %(there)s there already")
        self.stdout.write(text % {"taken": outcome.taken, "there": outcome.there})
