"""`grutto manage`: Django's own way to find a command, in the language of the terminal."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING, override

from django.core.management import ManagementUtility, get_commands
from django.utils.translation import gettext

from grutto_web.ground.management.terminal import in_terminal_language

if TYPE_CHECKING:
    from django.core.management.base import BaseCommand


class Utility(ManagementUtility):
    """Finds a command, or tells which there are."""

    @override
    def main_help_text(self, commands_only: bool = False) -> str:
        """Return which commands there are: those of the site, and those of the libraries that it is made with."""
        if commands_only:
            return super().main_help_text(commands_only)
        names: dict[bool, list[str]] = {True: [], False: []}
        for name, app in sorted(get_commands().items()):
            names[str(app).startswith("grutto_web")].append(f"  {name}")
        with in_terminal_language():
            ours, others = gettext("Commands of the site:"), gettext("Commands of Django and other libraries:")
            more = gettext("More about one: grutto manage help COMMAND")
        return "\n".join((ours, *names[True], others, *names[False], more))

    @override
    def fetch_command(self, subcommand: str) -> BaseCommand:
        """Return a command."""
        if subcommand not in get_commands():
            sys.stderr.write(f"{_unknown(subcommand)}\n")
            sys.exit(1)
        return super().fetch_command(subcommand)


def _unknown(name: str) -> str:
    near = get_close_matches(name, get_commands(), 1)
    with in_terminal_language():
        text = gettext("There is no command “%(name)s”; see which there are: grutto manage") % {"name": name}
        return f"{text}\n{gettext('The nearest name is “%(near)s”') % {'near': near[0]}}" if near else text
