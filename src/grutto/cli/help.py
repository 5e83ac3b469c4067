"""The help of commands in the language of the terminal: cyclopts lays it out, each text of it is looked up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grutto.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cyclopts.help import HelpEntry, HelpPanel, InlineText
    from rich.console import Console, ConsoleOptions
    from rich.text import Text

OF_CYCLOPTS = frozenset(
    {
        msg("Arguments"),
        msg("Commands"),
        msg("Parameters"),
        msg("Display application version."),
        msg("Display this message and exit."),
    }
)
"""Titles and lines of help that no command of ours declares."""
PLACEHOLDERS = frozenset(
    {msg("COMMAND"), msg("OPTIONS"), msg("ARGS"), msg("CHOICE"), msg("INT"), msg("PATH"), msg("STR")}
)
"""What stands where somebody writes a word."""
_USAGE = re.compile(r"(--\S+ |\[|(?=COMMAND))([A-Z]+)")
"""A placeholder in a usage: of a command, of an option, of what may be left out; others are names of parameters."""


class HelpFormatter:
    """Shows help as cyclopts does, in the language of the terminal."""

    def render_usage(self, console: Console, _: ConsoleOptions, usage: Text) -> None:
        """Show how the command is written."""
        from cyclopts.help.specs import DefaultStyled
        from rich.text import Text

        words = _USAGE.sub(lambda found: found[1] + _in_words(found[2]), usage.plain)
        console.print(DefaultStyled(Text(f"{_in_words(Message('Usage'))}: {words}", "cyclopts.usage")))

    def render_description(self, console: Console, _: ConsoleOptions, description: InlineText) -> None:
        """Show what the command does."""
        from cyclopts.help import InlineText

        console.print(InlineText.from_format(f"{_prose(description)}\n", "markdown", force_empty_end=True))

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        """Show commands, or parameters."""
        from cyclopts.help import DefaultFormatter
        from cyclopts.help.specs import get_default_command_columns, get_default_parameter_columns

        columns = get_default_command_columns if panel.format == "command" else get_default_parameter_columns
        *names, last = columns(console, options, panel.entries)
        entries = [entry.copy(metavar=_placeholder(entry.metavar)) for entry in panel.entries]
        formatter = DefaultFormatter(column_specs=(*names, last.copy(renderer=_description)))
        formatter(console, options, panel.copy(title=_in_words(str(panel.title)), entries=entries))


def _placeholder(metavar: str | None) -> str | None:
    return metavar and re.sub("[A-Z]+", lambda found: _in_words(found[0]), metavar)


def _description(entry: HelpEntry) -> InlineText:
    """Return what a command or parameter is, and what is known of its value."""
    from cyclopts.help import InlineText
    from rich.text import Text

    line = InlineText.from_format(_prose(entry.description) or None, "markdown")
    for fact, text in _facts(entry):
        line.append(Text(text, f"cyclopts.{fact}"))
    return line


def _facts(entry: HelpEntry) -> Iterator[tuple[str, str]]:
    if entry.choices:
        yield "choices", _in_words(Message("[choices: {choices}]", choices=", ".join(entry.choices)))
    if entry.default == "False":
        yield "default", _in_words(Message("[default: False]"))
    elif entry.default is not None:
        yield "default", _in_words(Message("[default: {value}]", value=entry.default))
    if entry.required:
        yield "required", _in_words(Message("[required]"))


def _prose(text: InlineText) -> str:
    """Return a text as cyclopts took it from the code, each paragraph in words."""
    paragraphs = str(getattr(text.primary_renderable, "markup", "")).split("\n\n")
    return "\n\n".join(_in_words(" ".join(paragraph.split())) for paragraph in paragraphs)


def _in_words(text: str) -> str:
    from grutto.locale import terminal_language, worded

    return worded(text if isinstance(text, Message) else Message(text), terminal_language())
