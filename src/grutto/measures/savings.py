"""The saving on first-year reception: what counts of each entry, and what is left quarter by quarter.

Source: OECD DAC, in-donor refugee costs count for at most the first twelve months of a person's stay, and for persons
from countries on the DAC List of ODA Recipients; letter to parliament of June 2011, section III (p. 5): the saving on
first-year reception of asylum seekers from DAC countries, against the estimate of the HGIS note, is what the country
approach may spend.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.codelists.dac import on_dac_list
from grutto.message import msg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.model.ledger import LedgerEntry

FIRST_YEAR_DAYS = Decimal(365)
"""Twelve months, in days of each person: an entry gives the mean days of its persons in a quarter, and those of one
cohort add up over its quarters."""


@dataclass(frozen=True, slots=True)
class ReceptionEntry:
    """An entry on reception and what counts of it.

    Args:
        entry: as signed.
        days: days a person that count; zero if none do, nothing if it is unknown whether any do.
        reason: why fewer days count than were given; empty if all do.
    """

    entry: LedgerEntry
    days: Decimal | None
    reason: str = ""


def counted(entries: Iterable[LedgerEntry]) -> list[ReceptionEntry]:
    """Return the entries on reception with the days that count: first twelve months, DAC countries only.

    Args:
        entries: by quarter; estimate and actual are counted each by itself.
    """
    used: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    answer = []
    for entry in sorted((e for e in entries if e.kind != "drawn"), key=lambda e: (e.quarter, e.id)):
        cohort = (entry.kind, entry.country, entry.cohort)
        one = _counted(entry, FIRST_YEAR_DAYS - used[cohort])
        used[cohort] += entry.days if one.days is None else one.days  # unknown whether they count; they have passed
        answer.append(one)
    return answer


def _counted(entry: LedgerEntry, left: Decimal) -> ReceptionEntry:
    listed = on_dac_list(entry.country, int(entry.quarter[:4]))
    if listed is None:
        return ReceptionEntry(entry, None, msg("the list of recipients is not at hand for this year"))
    if not listed:
        return ReceptionEntry(entry, Decimal(0), msg("the country is not on the list of recipients of that year"))
    if _quarters(entry.quarter) - _quarters(entry.cohort) > 4:
        return ReceptionEntry(entry, Decimal(0), msg("the first twelve months are over"))
    if entry.days > left:
        return ReceptionEntry(entry, max(left, Decimal(0)), msg("at most twelve months of a stay count"))
    return ReceptionEntry(entry, entry.days)


def _quarters(quarter: str) -> int:
    return int(quarter[:4]) * 4 + int(quarter[-1])


def until(entries: Iterable[LedgerEntry], year: int) -> tuple[LedgerEntry, ...]:
    """Return the entries of the quarters up to the end of a year: a later one is not of its report."""
    return tuple(e for e in entries if int(e.quarter[:4]) <= year)


def quarters(entries: Iterable[LedgerEntry]) -> list[str]:
    """Return the quarters of a ledger in order."""
    return sorted({e.quarter for e in entries})
