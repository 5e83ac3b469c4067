"""What must be known before statistics are compared: the notes beside their sources, and the flags of their rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grutto.message import coded, decoded
from grutto.model.figure import Derivation, Selection
from grutto.sources import sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto.model.figure import Figure, Scalar
    from grutto.model.source import Note
    from grutto.store.engine import Group

OBSERVATION = "observation"
NOTE = "note"
"""Code of a warning that stands for a note beside a source: `note|of=SOURCE|id=NOTE`."""
COMPARES = {"difference", "change_percent"}
FLAGS = frozenset("BDEFPU")
"""SDMX observation statuses with a value that a reader must know of: warnings `flag-B` and so on.

https://registry.sdmx.org/items/codelist.html (CL_OBS_STATUS).
"""


def notes() -> dict[tuple[str, str], Note]:
    """Return all notes by the name of their source and their own."""
    return {(name, note.id): note for name, source in sources().items() for note in source.note}


def note_of(warning: str) -> Note | None:
    """Return the note that a warning stands for; none for a flag or another warning."""
    code, places = decoded(warning)
    return notes().get((places["of"], places["id"])) if code == NOTE else None


def _warning(name: str, note: Note) -> str:
    return coded(NOTE, of=name, id=note.id)


def breaks_a_series(warning: str) -> bool:
    """Tell whether a warning is about one place in a series: a break, a provisional value, a flag.

    Others hold for all values of a source alike: how it counts, rounds and covers.
    """
    note = note_of(warning)
    return note.kind in {"break", "provisional"} if note else warning.startswith("flag-")


FLAGGED = ("dataflow", "indicator", "obs_status")
"""Columns of statistics that say what must be known of a row."""


def observed(groups: Sequence[Group], dimensions: dict[str, Scalar]) -> tuple[str, ...]:
    """Return the warnings of a figure: of the notes that hold for its rows, and of the flags they have.

    Args:
        groups: its rows along the columns `FLAGGED`.
        dimensions: those of the figure; its year and areas decide which notes hold.
    """
    found: dict[str, None] = {}
    for dataflow, indicator, _status in (g.by for g in groups):
        held = _holding(dataflow, indicator, dimensions)
        found |= dict.fromkeys(_warning(name, note) for name, note in held if note.kind != "break")
    for group in groups:
        found |= dict.fromkeys(f"flag-{s}" for s in str(group.by[2]).split() if s in FLAGS)
    return tuple(found)


def _holding(dataflow: str, indicator: str, dimensions: dict[str, Scalar]) -> list[tuple[str, Note]]:
    year = dimensions.get("year")
    places = {dimensions.get("ref_area"), dimensions.get("counterpart")}
    return [
        (name, note)
        for (name, _), note in notes().items()
        if name == dataflow
        and (not note.indicator or indicator in note.indicator)
        and (not note.ref_area or places & set(note.ref_area))
        and (not isinstance(year, int) or note.kind == "break" or note.since <= year <= note.until)
    ]


def breaks(figures: tuple[Figure, ...]) -> list[tuple[int, str]]:
    """Return the breaks between figures of one series: the first year after each, and the warning, in order of time."""
    years = [f.period.start.year for f in figures if f.period and f.value is not None]
    found = {
        (note.since, note.text["en"]): _warning(name, note)  # notes of several sources may say the same
        for figure in figures
        for name, note in _breaks_of(figure)
        if years and min(years) < note.since <= max(years)
    }
    return [(since, found[since, text]) for since, text in sorted(found)]


def _breaks_of(figure: Figure) -> list[tuple[str, Note]]:
    lineage = figure.lineage
    if not isinstance(lineage, Selection) or lineage.relation != OBSERVATION:
        return []
    where = {c.column: c.values for c in lineage.where}
    places = {*where.get("ref_area", ()), *where.get("counterpart", ())}
    indicators = set(where.get("indicator", ()))
    flows = set(where.get("dataflow", ()))
    return [
        (name, note)
        for (name, _), note in notes().items()
        if note.kind == "break"
        and indicators & _indicators(name)
        and (not flows or name in flows)
        and (not note.indicator or indicators & set(note.indicator))
        and (not note.ref_area or places & set(note.ref_area))
    ]


def _indicators(name: str) -> frozenset[str]:
    layout = sources()[name].observations
    return frozenset(v.indicator for v in layout.value) if layout else frozenset()


def with_breaks(figure: Figure, known: dict[str, Figure]) -> Figure:
    """Return a comparison with the warnings of the breaks between the figures it compares."""
    lineage = figure.lineage
    if not isinstance(lineage, Derivation) or lineage.operation not in COMPARES:
        return figure
    inputs = tuple(known[i] for i in lineage.inputs if i in known)
    crossed = dict.fromkeys((*figure.warnings, *(warning for _, warning in breaks(inputs))))
    return replace(figure, warnings=tuple(crossed))
