"""What the core says, in the language of the page: remarks, reasons, and what went wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext, gettext_lazy

from grutto import locale
from grutto.locale.reasons import reason_text
from grutto.message import Message, coded, decoded, held, is_bare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.errors import GruttoError


OF_WEB = "web"
"""Code of a text of the web itself, kept by a task that speaks no language: what people write has no such mark."""
SEVERITIES = {
    "critical": gettext_lazy("Cannot be used"),
    "error": gettext_lazy("Wrong"),
    "warning": gettext_lazy("To look at"),
    "advice": gettext_lazy("Advice"),
}
"""How bad a finding of a check is, in words."""


def language() -> locale.Language:
    """Return the language of the page; one without formats of its own is written as English is."""
    known = locale.languages()
    return known.get((get_language() or "")[:2], known[locale.SOURCE_LANGUAGE])


def in_words(text: str) -> str:
    """Return a remark or reason as data hold it, or a message."""
    code, places = (text, {}) if isinstance(text, Message) else decoded(text)
    own = places.get("text", "")
    return gettext(own) if code == OF_WEB else reason_text(text, language())


def _texts(error: GruttoError) -> tuple[str, str, str]:
    """Return what is wrong, where and how to mend it, for a reader who sees no folders of the server."""
    return locale.problem(error, language(), command=False)


def sentences(error: GruttoError) -> str:
    """Return what went wrong as sentences."""
    return _joined(_texts(error))


def terminal_sentences(error: GruttoError) -> str:
    """Return what went wrong as sentences, for who works on the command line of this server."""
    return _joined(locale.problem(error, language(), command=True))


def stored_problem(error: GruttoError) -> str:
    """Return what went wrong as it is kept, a part a line: who reads it later may read another language."""
    return stored_parts((error.what, _without_folders(error.where), error.repair))


def _without_folders[T](value: T) -> T | str:
    """Return a place, or what fills one, for a reader who sees no folders of the server."""
    if isinstance(value, Path):
        return value.name
    if not isinstance(value, Message):
        return value
    return Message(value.text, value.many, **{name: _without_folders(each) for name, each in value.places.items()})


def stored_parts(parts: Iterable[str]) -> str:
    """Return what is wrong, where and how to mend it as it is kept."""
    return "\n".join(_stored(line) for text in parts for line in _lines(text) if line)


def _lines(text: str) -> list[str]:
    """Return a text; of one that is joined of lines each of them, for a line is what is kept."""
    if isinstance(text, Message) and is_bare(text.text) and "\n" in text.text:
        return [part for part in text.places.values() if isinstance(part, str)]
    return [text]


def _stored(text: str) -> str:
    """Return a text as it is kept: one that the core does not know is of the web, and is marked as such."""
    of_web = isinstance(text, Message) and not (is_bare(text.text) or locale.known_text(text.text))
    return coded(OF_WEB, text=str(text)) if of_web else held(text)


def problem_text_of(text: str) -> str:
    """Return what was kept of an error as sentences; what a person wrote as it is."""
    lines = text.splitlines()
    return _joined(map(in_words, lines)) if len(lines) > 1 else in_words(text)


def _joined(texts: Iterable[str]) -> str:
    return ". ".join(_begun(text.rstrip(".")) for text in texts if text) + "."


def _begun(text: str) -> str:
    """Return a text as a sentence begins; the name of a file stays as it is."""
    return text[:1].upper() + text[1:] if text.partition(" ")[0].isalpha() else text
