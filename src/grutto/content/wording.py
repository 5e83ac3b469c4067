"""The words of a line, chosen last: in the reader's language, with numbers, dates and names as that writes them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, assert_never

from grutto.codelists import areas, iso2_of
from grutto.content.blocks import (
    AuthoredText,
    Code,
    Country,
    FigureText,
    Label,
    Link,
    Names,
    Number,
    Quote,
    Reason,
    Sentence,
    Time,
    Words,
)
from grutto.content.display import quantity_text, written
from grutto.content.labels import value_text
from grutto.locale import country_name, day, format_period, msg, number, translate
from grutto.locale.articles import within_sentence
from grutto.locale.mixed import in_language, parts_of, united
from grutto.locale.reasons import REASONS, reason_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.content.blocks import Inline, Line, Plain
    from grutto.locale import Language

AREAS = {
    "XXA": msg("stateless"),
    "XXR": msg("recognised non-citizens"),
    "XXX": msg("origin unknown"),
    "XXN": msg("other countries of the North"),
    "XXS": msg("other countries of the South"),
    "CHI": msg("Channel Islands"),
}
"""Areas that are no country of ISO 3166-1, with their names."""
CODE = re.compile(r"[a-z]{2,3}")
"""A language as it is marked on a text in another one than the reader's."""
_PLACE = re.compile(r"\{(\w+)\}")


def in_words(line: Line, language: Language) -> tuple[Plain, ...]:
    """Return a line with its words chosen."""
    return tuple(part for inline in line for part in _in_words(inline, language))


def text_of(line: Line, language: Language) -> str:
    """Return a line as plain text."""
    return united(_text(part, language) for part in in_words(line, language))


def _text(part: Plain, language: Language) -> str:
    match part:
        case FigureText():
            return written(part, language)
        case Link(line):
            return text_of(line, language)
        case Words(text) | Label(text):
            return text
        case Quote(text, code):
            return in_language(text, code if code != language.code else "")
        case _:
            assert_never(part)


def _in_words(inline: Inline, language: Language) -> tuple[Plain, ...]:  # noqa: PLR0911 - one case a kind of inline
    match inline:
        case Words() | FigureText() | Quote() | Label() | Link():
            return (inline,)
        case Sentence():
            return tuple(_sentence(inline, language))
        case AuthoredText():
            return _authored(inline, language)
        case Reason(code):
            return tuple(Quote(text, other) for text, other in parts_of(reason_text(code, language)))
        case Code(column, code):
            return _labels(value_text(column, code, language))
        case Country(code, within):
            return _labels(_country(code, language, within=within))
        case Time(period, short):
            return (Label(_time(period, language, short=short)),)
        case Number():
            return _labels(_number(inline, language))
        case Names(lines):
            return _labels(united(sorted(text_of(line, language) for line in lines), ", "))
        case _:
            assert_never(inline)


def _labels(text: str) -> tuple[Plain, ...]:
    """Return a text as a label; what is in another language as a quote, which is marked with it."""
    return tuple(Quote(part, code) if code else Label(part) for part, code in parts_of(text))


def _sentence(sentence: Sentence, language: Language) -> Iterator[Plain]:
    """Yield the words of a sentence with what fills its places; in English, and marked so, where it has no others."""
    ((text, other),) = parts_of(translate(REASONS.get(sentence.text, sentence.text), language.code))
    text = text.removesuffix(".") if sentence.within else text
    places = dict(sentence.places)
    for position, part in enumerate(_PLACE.split(text)):
        if position % 2:
            yield from in_words(places[part], language)
        elif part:
            yield Quote(part, other) if other else Words(part)


def _authored(inline: AuthoredText, language: Language) -> tuple[Plain, ...]:
    """Return what somebody wrote in the reader's language; else in its first, which is marked."""
    if not inline.texts:
        return ()
    texts = dict(inline.texts)
    code = language.code if language.code in texts else inline.texts[0][0]
    line = in_words(texts[code], language)
    if code == language.code or not CODE.fullmatch(code):
        return line
    return tuple(Quote(part.text, code) if isinstance(part, Words | Quote) else part for part in line)


def _country(code: str, language: Language, *, within: bool) -> str:
    if code in AREAS:
        return translate(AREAS[code], language.code)
    short = iso2_of(code) if code in areas() else code
    name = country_name(short, language)
    return within_sentence(name, short, language.code) if within else name


def _time(period: str, language: Language, *, short: bool) -> str:
    if len(period) == len("2010-12-31"):
        return day(date.fromisoformat(period), language, short=short)
    return format_period(period, language, short=short).replace(" ", "\N{NO-BREAK SPACE}")


def _number(inline: Number, language: Language) -> str:
    if inline.unit:
        return quantity_text(inline.value, inline.unit, language, points=inline.points)
    return number(inline.value, language, least=2, most=2) if inline.cents else number(inline.value, language)
