"""What reaches a terminal: texts from files are shown, never obeyed.

Data may hold escape sequences, control characters, marks that turn the reading direction, or rich's mark-up. None of
them may move a cursor, colour a line, hide a word or swap digits on the screen of whoever runs a command.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any

from rich.console import Console

from grutto.message import Message

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""Control characters but line feed and tab; marks of direction (Unicode Standard Annex 9); characters without width."""


def visible(text: str) -> str:
    """Return a text in which each character that a terminal would obey is written as its number, such as \\u202e."""
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class Terminal(Console):
    """A console for texts from files: no mark-up, nothing that is obeyed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, **options)

    def print(self, *objects: Any, **options: Any) -> None:
        """Print texts as they are, messages in the language of the terminal, with what is unseen made visible."""
        super().print(*(visible(_worded(one)) if isinstance(one, str) else one for one in objects), **options)


def _worded(text: str) -> str:
    if not isinstance(text, Message):
        return text
    from grutto.locale import terminal_language, worded

    return worded(text, terminal_language())


log = Terminal(stderr=True, soft_wrap=True)
"""Where commands tell how it goes: standard error."""


def show(text: object, *, end: str = "\n", flush: bool = False) -> None:
    """Print a line of the answer to standard output."""
    print(visible(str(text)), end=end, flush=flush)  # noqa: T201 - the one place that prints


def show_json(content: object, *, default: Any = None, indent: int = 1) -> None:
    """Print JSON to standard output; what is unseen is escaped, which is the same JSON."""
    show(json.dumps(content, default=default, ensure_ascii=False, indent=indent))


def show_csv(text: str) -> None:
    """Print CSV to standard output: exact where a file or program reads it, made visible on a terminal."""
    sys.stdout.write(visible(text) if sys.stdout.isatty() else text)
