"""Drawings of the public site, as SVG without scripts or styles of their own: they take the colours of the page."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from grutto.codelists import areas, iso3_of, world_outline
from grutto_web.public import words
from grutto_web.wording import language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grutto.catalogue.entries import Amount

SOUTH, NORTH = -58.0, 84.0
LARGEST, SMALLEST = 7.0, 1.2


@cache
def _land() -> SafeString:
    """Return the coasts of the world as one path; a degree is as wide as it is high."""
    rings = ("M" + "L".join(f"{x:g},{-y:g}" for x, y in ring) + "Z" for ring in world_outline())
    return mark_safe(f'<path class="land" d="{"".join(rings)}"/>')  # noqa: S308 - numbers of our own file


def countries(sizes: Mapping[str, float], told: Mapping[str, str]) -> SafeString:
    """Return a map of the world with a dot a country; each leads to its page.

    Args:
        sizes: code of a country to what the area of its dot shows.
        told: code of a country to its number of activities, in words.
    """
    from django.urls import reverse  # noqa: PLC0415 - needs the address book

    most = max(sizes.values(), default=0.0)
    dots = []
    for code, size in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
        area = areas().get(iso3_of(code))
        if area and area.place:
            radius = f"{max(SMALLEST, LARGEST * (max(size, 0.0) / most) ** 0.5) if most else SMALLEST:.1f}"
            title = f"{words.country(code)}: {told.get(code, '')}"
            x, y = area.place
            dots.append((reverse("public:country", args=(code,)), title, title, f"{x:g}", f"{-y:g}", radius))
    return format_html(
        '<svg class="map" viewBox="-180 {} 360 {}" role="group" aria-label="{}">{}{}</svg>',
        f"{-NORTH:g}",
        f"{NORTH - SOUTH:g}",
        gettext("Map of activities by country"),
        _land(),
        format_html_join(
            "",
            '<a href="{}" aria-label="{}"><title>{}</title><circle class="dot" cx="{}" cy="{}" r="{}"/></a>',
            dots,
        ),
    )


def places(points: Sequence[tuple[str, float, float]]) -> SafeString:
    """Return a map of the part of the world in which some places lie; names stand in a list beside it."""
    west, east = min(p[2] for p in points) - 12, max(p[2] for p in points) + 12
    south, north = min(p[1] for p in points) - 8, max(p[1] for p in points) + 8
    radius = f"{(east - west) / 90:.2f}"
    dots = format_html_join(
        "", '<circle class="dot" cx="{}" cy="{}" r="{}"><title>{}</title></circle>',
        ((f"{x:g}", f"{-y:g}", radius, name) for name, y, x in points),
    )  # fmt: skip
    names = ", ".join(name for name, _, _ in points if name)
    return format_html(
        '<svg class="map" viewBox="{} {} {} {}" role="img" aria-label="{}">{}{}</svg>',
        f"{west:g}", f"{-north:g}", f"{east - west:g}", f"{north - south:g}",
        gettext("Map of the places where it works: %(names)s") % {"names": names},
        _land(), dots,
    )  # fmt: skip


WIDE, TALL = 640, 200


def years(amounts: Sequence[Amount], *, narrow: bool = False) -> SafeString:
    """Return bars of money by year with each amount above its bar; a year whose amount is unknown has words instead."""
    wide = 340 if narrow else WIDE
    shown = sorted(amounts, key=lambda a: a.year)[-(6 if narrow else 12) :]
    most = max((a.value for a in shown if a.value is not None), default=None)
    step = wide / max(len(shown), 1)
    parts = []
    for place, amount in enumerate(shown):
        share = float(max(amount.value, Decimal(0)) / most) if amount.value is not None and most else 0.0
        height, x = max(share * (TALL - 60), 1.0), place * step
        text = gettext("unknown") if amount.value is None else _short(amount)
        parts.append((
            f"{x + step * 0.12:.1f}", f"{TALL - 30 - height:.1f}", f"{step * 0.76:.1f}", f"{height:.1f}",
            f"{x + step / 2:.1f}", f"{TALL - 38 - height:.1f}", text, f"{x + step / 2:.1f}", TALL - 10, amount.year,
        ))  # fmt: skip
    return format_html(
        '<svg class="bars" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        wide,
        TALL,
        gettext("Money by year"),
        format_html_join(
            "",
            '<rect class="bar" x="{}" y="{}" width="{}" height="{}"/><text x="{}" y="{}" class="said">{}</text>'
            '<text x="{}" y="{}" class="said">{}</text>',
            parts,
        ),
    )


def _short(amount: Amount) -> str:
    from babel.numbers import format_compact_decimal  # noqa: PLC0415 - heavy, and only here

    written = language()
    return str(format_compact_decimal(amount.value or 0, locale=written.formats, fraction_digits=1))
