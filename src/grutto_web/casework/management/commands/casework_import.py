"""`grutto manage casework_import REGISTER FILE --as EMAIL`: take a sheet, as its page does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from grutto_web.acts.refusals import RefusalError
from grutto_web.casework.register import REGISTERS
from grutto_web.casework.sheets import SheetError, take
from grutto_web.people.models import User

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
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
        import grutto_web.urls  # noqa: F401, PLC0415 - registers enter themselves with their addresses

        register, file = REGISTERS.get(options["register"]), options["file"]
        user = User.objects.filter(email=options["email"]).first()
        if register is None or user is None:
            raise CommandError(f"there is no such register or person; registers: {', '.join(REGISTERS)}")
        try:
            with file.open("rb") as stream:
                outcome = take(register, file.name, stream, user, trial=options["trial"])
        except (SheetError, RefusalError, OSError) as error:
            raise CommandError(str(error)) from None
        for problem in outcome.problems:
            self.stderr.write(f"row {problem.row}, {problem.column or 'all of it'}: {problem.text}")
        if outcome.problems:
            raise CommandError("nothing was taken")
        self.stdout.write(f"{outcome.taken} taken, {outcome.there} there already")
