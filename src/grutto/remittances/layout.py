"""Which column of a file of quotes means what, in both eras of the World Bank's workbook and in our template."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEADINGS: dict[str, tuple[str, ...]] = {
    "period": ("period",),
    "source": ("source_code",),
    "destination": ("destination_code",),
    "firm": ("firm",),
    "firm_type": ("firm_type",),
    "product": ("product",),
    "instrument": ("payment instrument",),
    "access": ("access point", "sending location"),
    "speed": ("speed actual",),
    "transparent": ("transparent",),
    "interbank_rate": ("inter lcu bank fx",),
    "note": ("standard note", "note1"),
    "note2": ("note2",),
    "coverage": ("receiving network coverage", "coverage"),
    "pickup": ("pickup method", "pick-up method"),
    "date": ("date",),
} | {
    f"{tier} {part}": (f"{tier} {heading}",)
    for tier in ("cc1", "cc2")
    for part, heading in (
        ("amount", "lcu amount"),
        ("usd", "denomination amount"),
        ("currency", "lcu code"),
        ("fee", "lcu fee"),
        ("rate", "lcu fx rate"),
        ("margin", "fx margin"),
        ("total", "total cost %"),
    )
}
"""What Grutto calls a field, and the headings that it has in files, in small letters."""

OPTIONAL = frozenset({"product", "instrument", "access", "note", "note2", "coverage", "pickup", "date", "speed"})
"""Fields that one of the eras, or an extract of the workbook, does not have."""

LEGACY, MODERN = "until 2016-Q1", "from 2016-Q2"


class QuoteLayout(NamedTuple):
    """The columns of one sheet.

    Args:
        headings: as the sheet writes them; columns without a heading are left out.
        places: field to the number of its column, from 0.
        era: of the survey.
    """

    headings: tuple[tuple[int, str], ...]
    places: dict[str, int]
    era: str


def layout_of(cells: Sequence[str]) -> QuoteLayout | None:
    """Return the layout that a row of headings gives; none if the row is not one."""
    names = [" ".join(cell.split()).casefold() for cell in cells]
    if "cc1 total cost %" not in names:
        return None
    places = {field: names.index(name) for field, known in HEADINGS.items() for name in known if name in names}
    headings = tuple((place, cell) for place, cell in enumerate(cells) if cell.strip())
    return QuoteLayout(headings, places, LEGACY if "product" in places else MODERN)


def absent(layout: QuoteLayout) -> Iterable[str]:
    """Return the headings that a sheet lacks."""
    return [HEADINGS[f][0] for f in HEADINGS if f not in layout.places and f not in OPTIONAL]
