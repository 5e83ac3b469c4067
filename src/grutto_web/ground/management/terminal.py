"""Commands of the web that speak the language of the terminal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from grutto.errors import GruttoError
from grutto.locale import terminal_language
from grutto_web.ground.wording import terminal_sentences


def in_terminal_language() -> override:
    """Return what speaks the language of the terminal while it lasts."""
    return override(terminal_language().code)


class TerminalCommand(BaseCommand):
    """A command for a person at a terminal, in the language of that."""

    def execute(self, *arguments: Any, **options: Any) -> str | None:
        """Do it, and tell what went wrong.

        Raises:
            CommandError: something of the core did, in words.
        """
        with in_terminal_language():
            try:
                return super().execute(*arguments, **options)
            except GruttoError as error:
                raise CommandError(terminal_sentences(error)) from error
