"""The countries that one can send money to, and what is sent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grutto.store.codec import declared

PATH = Path(__file__).parent / "destinations.toml"


@dataclass(frozen=True, slots=True)
class Corridors:
    """From where to where.

    Args:
        source: sending country, ISO 3166-1 alpha-3.
        currency: that is sent, ISO 4217.
        tiers: the two amounts that prices are asked for.
        destination: receiving country to the currency paid out.
    """

    source: str
    currency: str
    tiers: tuple[int, ...]
    destination: dict[str, str]


@cache
def corridors() -> Corridors:
    """Return what the site compares."""
    return declared(PATH, Corridors)
