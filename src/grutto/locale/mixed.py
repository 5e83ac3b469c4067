"""Texts with a part in another language than the reader's, for want of a translation."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class MixedText(str):
    """A text that knows which of its parts are in another language; as a string, it is the whole of it.

    Attributes:
        parts: each with its language; with none, it is in the reader's.
    """

    __slots__ = ("parts",)
    parts: tuple[tuple[str, str], ...]

    def __new__(cls, parts: tuple[tuple[str, str], ...]) -> MixedText:
        """Return a text of its parts."""
        text = super().__new__(cls, "".join(part for part, _ in parts))
        text.parts = parts
        return text

    def __getnewargs_ex__(self) -> tuple[tuple[tuple[tuple[str, str], ...]], dict[str, str]]:
        """Return what makes the same text in another process."""
        return (self.parts,), {}


def parts_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return the parts of a text, each with the language it is in; with none, it is in the reader's."""
    return text.parts if isinstance(text, MixedText) else ((text, ""),)


def in_language(text: str, code: str) -> str:
    """Return a text marked with a language; without a code it is in the reader's."""
    return MixedText(((text, code),)) if code and text else text


def language_of(text: str) -> str:
    """Return the language that all words of a text are in, if that is another than the reader's; else nothing."""
    codes = {code for part, code in parts_of(text) if any(map(str.isalpha, part))}
    return codes.pop() if len(codes) == 1 else ""


def united(texts: Iterable[str], mark: str = "") -> str:
    """Return texts one after another with a mark between them; each part keeps its language."""
    every = list(texts)
    if not any(isinstance(text, MixedText) for text in every):
        return mark.join(every)
    between = [one for text in every for one in (mark, text)][1:]
    return MixedText(tuple(part for text in between for part in parts_of(text) if part[0]))


def filled(pattern: str, places: Mapping[str, str]) -> str:
    """Return a text with its `{places}` filled; each part keeps its language."""
    return united(piece for text, code in parts_of(pattern) for piece in _pieces(text, code, places))


def _pieces(text: str, code: str, places: Mapping[str, str]) -> Iterator[str]:
    for literal, name, _, _ in Formatter().parse(text):
        yield in_language(literal, code)
        if name is not None:
            yield places[name]
