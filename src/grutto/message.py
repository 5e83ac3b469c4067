"""Sentences in no language yet: the English text that the catalogues know them by, and what fills its places."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCE_LANGUAGE = "en"
"""The language that the program's texts are written in."""
Value = str | int | Decimal | date | Path
"""What fills a place; a message within a message is worded with it."""


def msg(text: str) -> str:
    """Return a text as it is; marks it as one that the PO files translate."""
    return text


def forms(one: str, many: str) -> tuple[str, str]:
    """Return a text for one and its form for other numbers; marks both as texts that the PO files translate."""
    return one, many


def is_long(value: object) -> bool:
    """Tell whether a whole number needs marks of thousands; one of four digits may be a year."""
    return type(value) is int and abs(value) >= 10_000


class Message(str):
    """A sentence that is worded where it is read; as a string, it is its English.

    Attributes:
        text: the English text with its `{places}`, by which the catalogues know it.
        many: the same for any other count than one; empty if it does not count.
        places: what fills them; `count` chooses between `text` and `many`.
    """

    __slots__ = ("many", "places", "text")
    text: str
    many: str
    places: dict[str, Value]

    def __new__(cls, text: str, many: str = "", /, **places: Value) -> Message:
        """Return a sentence; with two texts, `count` is among its places."""
        pattern = many if many and str(places["count"]) != "1" else text
        filled = {name: f"{value:,}" if is_long(value) else value for name, value in places.items()}
        message = super().__new__(cls, pattern.format(**filled) if places else pattern)
        message.text, message.many, message.places = text, many, places
        return message

    @property
    def coded(self) -> str:
        """The message as data hold it."""
        return coded(self.text, **self.places)

    def __getnewargs_ex__(self) -> tuple[tuple[str, str], dict[str, Value]]:
        """Return what makes the same message in another process."""
        return (self.text, self.many), self.places


def joined(separator: str, parts: Iterable[str]) -> Message:
    """Return several texts or messages as one, each worded by itself; no digit in a place, see `coded`."""
    places = {f"part{'_' * number}": part for number, part in enumerate(parts)}
    return Message(separator.join(f"{{{name}}}" for name in places), **places)


def is_bare(text: str) -> bool:
    """Tell whether a text has no words of its own, only places: it is the same in every language."""
    return not any(map(str.isalpha, _BRACED.sub("", text)))


def shortened(text: str) -> str:
    """Return a text that was found in one line of at most 200 characters; a message about it as it is."""
    return text if isinstance(text, Message) else " ".join(text.split())[:200]


def held[T](value: T) -> T | str:
    """Return a value as data hold it: of a message its English, and what fills its places."""
    return value.coded if isinstance(value, Message) else value


def english(text: str, places: dict[str, Value]) -> Message:
    """Return a text as a message, if it is not one already."""
    return text if isinstance(text, Message) else Message(text, **used(text, places))


def fault_at(place: Value, fault: str) -> Message:
    """Return what is wrong, after the place where it is."""
    return Message("{place}: {fault}", place=place, fault=fault)


def used(text: str, places: dict[str, Value]) -> dict[str, Value]:
    """Return the places that a text has, of all that are given."""
    return {name: value for name, value in places.items() if f"{{{name}}}" in text}


NESTED = {"because", "axis", "detail", "type", "kind", "problem", "said", "what", "why"}
"""Places of messages that reasons or other messages fill, with the places of these."""


def coded(code: str, /, **places: Value) -> str:
    """Return a reason as data hold it: its code, then what fills the places of its text: `no-rate|currency=XYZ`.

    What it means stands in `locale/reasons.py`, in each language.
    """
    return "|".join((code, *(_coded_place(name, value) for name, value in _flat(places).items())))


def _coded_place(name: str, value: Value) -> str:
    """Return what fills a place as data hold it; a message that shares no places is kept whole: `part:=unknown`."""
    return f"{name}:={quote(value.coded, _PLAIN)}" if isinstance(value, Message) else f"{name}={value}"


def _flat(places: dict[str, Value]) -> dict[str, Value]:
    """Return what fills the places; of a message within it the text, and what fills the places of that."""
    nested = {name: value for name, value in places.items() if name in NESTED and isinstance(value, Message)}
    flat = places | {name: value.text for name, value in nested.items()}
    for message in nested.values():
        flat = _flat(message.places) | flat
    return flat


_BRACED = re.compile(r"\{\w*\}")
_PLACE = re.compile(r"\|(?=[a-z_]+:?=)")
_PLAIN = "".join(map(chr, (c for c in range(32, 127) if chr(c) not in "%|")))
"""What a message within a place is kept with as it is."""


def decoded(reason: str) -> tuple[str, dict[str, str]]:
    """Return the code of a reason, and what fills its places; of a message kept whole (`part:`) as that is kept."""
    code, *parts = _PLACE.split(reason)
    pairs = (part.split("=", 1) for part in parts)
    return code, {name: unquote(value) if name.endswith(":") else value for name, value in pairs}
