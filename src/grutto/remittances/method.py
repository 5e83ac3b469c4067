"""The methods by which prices become statistics, with their version, settings and sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grutto.store.codec import declared

PATH = Path(__file__).parent / "method.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds; `method.toml` says what each is for."""

    amount_usd: int
    smart_services: int
    smart_days: int
    smart_coverage: tuple[str, ...]
    international_share: float
    without_senders: tuple[str, ...]
    identity_tolerance: float
    identity_most: float
    sdg_average: float
    sdg_corridor: float


@dataclass(frozen=True, slots=True)
class MethodRule:
    """One method in words.

    Args:
        id: its name.
        known: how it is known: `compared` with published values, or from where else.
        source: an address.
        text: the rule.
    """

    id: str
    known: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Method:
    """All methods of one version."""

    version: str
    settings: Settings
    method: tuple[MethodRule, ...]


@cache
def method() -> Method:
    """Return the methods in force."""
    return declared(PATH, Method)
