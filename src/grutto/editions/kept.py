"""A record beside the one that the data folder keeps: they say the same, or one of them was changed."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from grutto.editions.record import FILE, read_record
from grutto.editions.render import is_document
from grutto.model.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grutto.model.edition import Edition
    from grutto.store.home import Home

NAMED = 5
"""How many figures a sentence names of those that are missing."""


def is_kept(home: Home, edition: Edition) -> bool:
    """Tell whether the data folder keeps the record of an edition."""
    return (home.editions / edition.id / FILE).is_file()


def differing_from_kept(home: Home, edition: Edition) -> Iterator[str]:
    """Compare an edition with the record that the data folder keeps of it; yield each difference in one sentence.

    Raises:
        InputError: the kept record cannot be read.
    """
    kept = read_record(edition.id, home)
    yield from differing_figures(edition.figures, kept.figures, "the kept record")
    for name in kept.files.keys() | edition.files.keys():
        own, other = edition.files.get(name), kept.files.get(name)
        # A report may have been made again with other papers: those are not of both records.
        if own != other and not (is_document(name) and None in {own, other}):
            yield f"{name}: the record has another digest of it than the kept record"
    for part in fields(kept):
        own, other = getattr(edition, part.name), getattr(kept, part.name)
        if part.name not in {"figures", "files"} and own != other:
            yield f"{part.name}: the record says {_short(own, other)}, the kept record {_short(other, own)}"


def differing_figures(one: Iterable[Figure], other: Iterable[Figure], named: str) -> Iterator[str]:
    """Compare the figures of an edition with those that it should have; yield each difference in one sentence.

    Args:
        one: of the edition.
        other: those that it should have.
        named: what has them.
    """
    own, right = ({figure.id: figure for figure in figures} for figures in (one, other))
    for where, missing in (
        (f"in {named} only", right.keys() - own.keys()),
        (f"not in {named}", own.keys() - right.keys()),
    ):
        if missing:
            first = ", ".join(sorted(missing)[:NAMED])
            yield f"{len(missing)} figures are {where}: {first}{' …' if len(missing) > NAMED else ''}"
    for name, figure in own.items():
        if name in right and figure != right[name]:
            yield f"{name}: {_changed(figure, right[name], named)}"


def _changed(one: Figure, other: Figure, named: str) -> str:
    parts = [part.name for part in fields(Figure) if getattr(one, part.name) != getattr(other, part.name)]
    differences = (f"{part} {_short(getattr(one, part))}, {named} {_short(getattr(other, part))}" for part in parts)
    return f"the edition says {'; '.join(differences)}"


def _short(value: Any, beside: Any = None) -> str:
    """Return a value as a sentence can say it; of a mapping, what the other does not have."""
    if isinstance(value, dict) and isinstance(beside, dict):
        return _of_mapping(value, beside)
    text = str(value)
    return f"“{text}”" if len(text) <= 100 else f"“{text[:100]}…”"


def _of_mapping(value: Mapping[str, Any], beside: Mapping[str, Any]) -> str:
    return _short({name: part for name, part in value.items() if beside.get(name) != part})
