"""The figures that a document shows, and those these derive from."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from grutto.content.blocks import FigureText
from grutto.model.figure import Derivation, Figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grutto.content.blocks import Document


def shown_figures(document: Document, known: Mapping[str, Figure]) -> tuple[Figure, ...]:
    """Return every figure that a document shows, in the order of first appearance, then those they derive from.

    Args:
        document: what is written.
        known: id to figure, of those that others derive from.
    """
    found: dict[str, Figure] = {}
    for figure in figures_in(document):
        found.setdefault(figure.id, figure)
    waiting = list(found.values())
    for figure in waiting:
        if isinstance(figure.lineage, Derivation):
            for name in figure.lineage.inputs:
                if name not in found:
                    found[name] = known[name]
                    waiting.append(known[name])
    return tuple(found.values())


def figures_in(content: object) -> Iterator[Figure]:
    """Yield the figures in a piece of content, in reading order."""
    return _parts(content, Figure)


def first_text(figure: Figure, document: Document) -> FigureText:
    """Return a figure as a document shows it first; as plain if it stands in a drawing only, or nowhere."""
    texts = _parts(document, FigureText)
    return next((text for text in texts if text.figure.id == figure.id), FigureText(figure))


def _parts[T](content: object, kind: type[T]) -> Iterator[T]:
    """Yield what is of a kind in a piece of content, in reading order."""
    if isinstance(content, kind):
        yield content
    elif isinstance(content, tuple):
        for item in content:
            yield from _parts(item, kind)
    elif is_dataclass(content):
        for part in fields(content):
            yield from _parts(getattr(content, part.name), kind)
