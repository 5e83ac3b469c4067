"""A record beside the one that the data folder keeps: they say the same, or one of them was changed."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from grutto.editions.record import FILE, read_record
from grutto.editions.render import is_document
from grutto.message import Message, fault_at, forms, msg
from grutto.model.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grutto.model.edition import Edition
    from grutto.store.home import Home

NAMED = 5
"""How many figures a sentence names of those that are missing."""
ADDED = forms(
    "{count} figure is in {named} only: {listed}",
    "{count} figures are in {named} only: {listed}",
)
LACKING = forms(
    "{count} figure is not in {named}: {listed}",
    "{count} figures are not in {named}: {listed}",
)


def is_kept(home: Home, edition: Edition) -> bool:
    """Tell whether the data folder keeps the record of an edition."""
    return (home.editions / edition.id / FILE).is_file()


def differing_from_kept(home: Home, edition: Edition) -> Iterator[str]:
    """Compare an edition with the record that the data folder keeps of it; yield each difference in one sentence.

    Raises:
        InputError: the kept record cannot be read.
    """
    record = read_record(edition.id, home)
    yield from differing_figures(edition.figures, record.figures, Message("the kept record"))
    for name in record.files.keys() | edition.files.keys():
        own, other = edition.files.get(name), record.files.get(name)
        # A report may have been made again with other papers: those are not of both records.
        if own != other and not (is_document(name) and None in {own, other}):
            yield fault_at(name, Message("the record has another digest of it than the kept record"))
    for part in fields(record):
        own, other = getattr(edition, part.name), getattr(record, part.name)
        if part.name not in {"figures", "files"} and own != other:
            yield fault_at(
                part.name,
                Message(
                    "the record says {value}, the kept record {other}",
                    value=_short(own, other),
                    other=_short(other, own),
                ),
            )


def differing_figures(one: Iterable[Figure], other: Iterable[Figure], named: Message) -> Iterator[str]:
    """Compare the figures of an edition with those that it should have; yield each difference in one sentence.

    Args:
        one: of the edition.
        other: those that it should have.
        named: what has them.
    """
    own, right = ({figure.id: figure for figure in figures} for figures in (one, other))
    for words, missing in ((ADDED, right.keys() - own.keys()), (LACKING, own.keys() - right.keys())):
        if missing:
            listed = ", ".join(sorted(missing)[:NAMED]) + (" …" if len(missing) > NAMED else "")
            yield Message(*words, count=len(missing), named=named, listed=listed)
    for name, figure in own.items():
        if name in right and figure != right[name]:
            yield from (fault_at(name, words) for words in _changed(figure, right[name], named))


def _changed(figure: Figure, other: Figure, named: Message) -> Iterator[Message]:
    for part in (field.name for field in fields(Figure)):
        own, right = getattr(figure, part), getattr(other, part)
        if own != right:
            text = msg("the edition says {part} {value}, {named} {other}")
            yield Message(text, part=part, value=_short(own), named=named, other=_short(right))


def _short(value: Any, beside: Any = None) -> str:
    """Return a value as a sentence can say it; of a mapping, what the other does not have."""
    if isinstance(value, dict) and isinstance(beside, dict):
        return _of_mapping(value, beside)
    text = str(value)
    return f"“{text}”" if len(text) <= 100 else f"“{text[:100]}…”"


def _of_mapping(value: Mapping[str, Any], beside: Mapping[str, Any]) -> str:
    return _short({name: part for name, part in value.items() if beside.get(name) != part})
