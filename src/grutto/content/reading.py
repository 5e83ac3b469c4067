"""An edition as one reads it: its content with the language of the reader, which every renderer is given."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, get_args

from grutto.content.blocks import Country, Inline, Table
from grutto.content.register import register
from grutto.content.wording import text_of
from grutto.locale import language_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.content.blocks import Block, Document, Line, Section
    from grutto.content.register import RegisterEntry
    from grutto.content.stored import Content
    from grutto.locale import Language
    from grutto.model.figure import Figure

INLINES = get_args(Inline)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an edition says, and in which language it is read.

    Args:
        language: code of the language.
        document: what is written; rows of tables stand in the order of the reader's alphabet where they are to.
        register: each figure of the edition, taken apart, in words.
    """

    language: str
    document: Document
    register: tuple[RegisterEntry, ...]

    @property
    def note(self) -> str:
        """What a reader must know first, such as that the report is fictional."""
        return text_of(self.document.note, language_named(self.language))

    @property
    def letters(self) -> str:
        """Every text in it, for who looks for a font that has its letters."""
        language = language_named(self.language)
        return "".join((*_texts(self.document, language), *_texts(self.register, language)))


def read_in(content: Content, figures: tuple[Figure, ...], code: str) -> Reading:
    """Return content as it is read in a language.

    Args:
        content: of an edition.
        figures: all figures of the edition.
        code: of the language.

    Raises:
        UnknownNameError: Grutto does not write this language.
    """
    language = language_named(code)
    document = content.document
    sections = tuple(_arranged(section, language) for section in document.sections)
    return Reading(code, replace(document, sections=sections), register(figures, content.rows, language))


def _arranged(section: Section, language: Language) -> Section:
    """Return a section with the rows of its tables in the order of the reader's alphabet, where they are to be."""
    parts = tuple(_arranged(part, language) for part in section.parts)
    return replace(section, blocks=tuple(_in_order(block, language) for block in section.blocks), parts=parts)


def _in_order(block: Block, language: Language) -> Block:
    if not isinstance(block, Table) or not block.by_name:
        return block

    def key(row: tuple[Line, ...]) -> tuple[bool, str]:
        return not any(isinstance(part, Country) for part in row[0]), text_of(row[0], language)

    return replace(block, rows=tuple(sorted(block.rows, key=key)))


def _texts(part: object, language: Language) -> Iterator[str]:
    if isinstance(part, INLINES):
        yield text_of((part,), language)
    elif isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from _texts(item, language)
    elif is_dataclass(part):
        for each in fields(part):
            yield from _texts(getattr(part, each.name), language)
