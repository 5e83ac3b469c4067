"""Finding activities: words in any spelling, and facets as sets."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from pyroaring import BitMap, FrozenBitMap

from grutto.catalogue.entries import FacetCount
from grutto.catalogue.fold import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

FACETS = (
    "country",
    "region",
    "sector_group",
    "sector",
    "reporter",
    "implementer",
    "organisation",
    "status",
    "year",
    "level",
    "results",
    "priority",
)
ORDERS = ("size", "newest", "title")
TRIGRAM = 3
REMEMBERED = 256
"""Questions in words whose answers are kept: the next page or facet of the same question costs no search."""


@dataclass(frozen=True, slots=True)
class SearchQuestion:
    """What somebody looks for.

    Args:
        words: in any spelling; activities must have all. Words within double quotes are found as they stand.
        facets: facet to values; an activity has one of the values of each.
        order: `size` (most spent first), `newest` or `title`.
    """

    words: str = ""
    facets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    order: str = "size"


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The activities that answer a question: those whose title has the words first."""

    members: FrozenBitMap
    titled: FrozenBitMap
    order: str
    orders: Mapping[str, array[int]]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.members)

    def page(self, start: int, size: int) -> list[int]:
        """Return the numbers of some activities, in order."""
        if self.order == "size":
            first = list(self.titled[start : start + size]) if start < len(self.titled) else []
            rest = self.members - self.titled
            more = max(0, start - len(self.titled))
            return [*first, *list(rest[more : more + size - len(first)])]
        found, ordered = self.members, self.orders[self.order]
        return [number for number in ordered if number in found][start : start + size]


@dataclass(slots=True)
class Index:
    """The sets and orders of a catalogue, held in memory; safe in many threads."""

    sets: Mapping[str, Mapping[str, FrozenBitMap]]
    labels: Mapping[tuple[str, str], str]
    orders: Mapping[str, array[int]]
    everything: FrozenBitMap
    _remembered: OrderedDict[str, tuple[FrozenBitMap, FrozenBitMap]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def read(cls, connection: sqlite3.Connection) -> Index:
        """Return the index of a catalogue."""
        sets: dict[str, dict[str, FrozenBitMap]] = {}
        labels = {}
        for kind, value, label, members in connection.execute("SELECT kind, value, label, members FROM facet"):
            sets.setdefault(kind, {})[value] = FrozenBitMap(BitMap.deserialize(members))
            labels[kind, value] = label
        orders = {}
        for name, numbers in connection.execute("SELECT name, numbers FROM ordering"):
            orders[name] = array("I", numbers)
        (activities,) = connection.execute("SELECT count(*) FROM activity").fetchone()
        return cls(sets, labels, orders, FrozenBitMap(range(1, activities + 1)))

    def find(self, connection: sqlite3.Connection, question: SearchQuestion) -> SearchResult:
        """Return the activities that answer a question."""
        titled, worded = self._worded(connection, question.words)
        members = BitMap(worded)
        for kind, values in question.facets:
            members &= self._any(kind, values)
        return SearchResult(FrozenBitMap(members), FrozenBitMap(titled & members), question.order, self.orders)

    def count(self, connection: sqlite3.Connection, question: SearchQuestion, kind: str) -> list[FacetCount]:
        """Return the values of a facet among what answers the rest of a question, the most frequent first.

        What the question says of this facet is left aside, so that another value may be chosen or added.
        """
        others = tuple((k, values) for k, values in question.facets if k != kind)
        members = self.find(connection, SearchQuestion(question.words, others)).members
        return self.within(members, kind)

    def within(self, members: FrozenBitMap, kind: str) -> list[FacetCount]:
        """Return the values of a facet among some activities, the most frequent first."""
        whole = len(members) == len(self.everything)
        counts = (
            (len(found) if whole else members.intersection_cardinality(found), value)
            for value, found in self.sets.get(kind, {}).items()
        )
        ordered = sorted((-n, value) for n, value in counts if n)
        return [FacetCount(value, self.labels[kind, value], -n) for n, value in ordered]

    def _any(self, kind: str, values: Iterable[str]) -> FrozenBitMap:
        sets = [self.sets.get(kind, {}).get(value, FrozenBitMap()) for value in values]
        return sets[0] if len(sets) == 1 else FrozenBitMap(BitMap().union(*sets) if sets else BitMap())

    def _worded(self, connection: sqlite3.Connection, words: str) -> tuple[FrozenBitMap, FrozenBitMap]:
        """Return the activities whose titles have all words, and those that have them anywhere."""
        phrases = phrases_of(words)
        if not phrases:
            return FrozenBitMap(), self.everything if not words.strip() else FrozenBitMap()
        key = "\n".join(phrases)
        with self._lock:
            if key in self._remembered:
                self._remembered.move_to_end(key)
                return self._remembered[key]
        found = (_having(connection, phrases, "title"), _having(connection, phrases, ""))
        with self._lock:
            self._remembered[key] = found
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return found


def phrases_of(words: str) -> tuple[str, ...]:
    """Return what must be found, folded, each phrase once: words, and texts between double quotes as a whole."""
    parts = words.replace("“", '"').replace("”", '"').replace("„", '"').split('"')
    raw = [piece for n, part in enumerate(parts) for piece in ([part] if n % 2 else part.split())]
    return tuple(dict.fromkeys(folded for piece in raw if (folded := fold(piece))))


def _having(connection: sqlite3.Connection, phrases: tuple[str, ...], column: str) -> FrozenBitMap:
    """Return the activities that have every phrase, in one column or anywhere; short ones at the start of a word."""
    long = [p for p in phrases if len(p) >= TRIGRAM]
    short = [p for p in phrases if len(p) < TRIGRAM]
    found: BitMap | None = None
    if long:
        conjunction = " AND ".join(f'"{phrase}"' for phrase in long)
        match = f"{{{column}}} : ({conjunction})" if column else conjunction
        found = BitMap(n for (n,) in connection.execute("SELECT rowid FROM word WHERE word MATCH ?", (match,)))
    for phrase in short:
        text = column or "title || ' ' || text"
        question = f"SELECT id FROM searched WHERE ' ' || {text} LIKE ?"
        start = "% " if phrase.isascii() else "%"
        having = BitMap(n for (n,) in connection.execute(question, (f"{start}{phrase}%",)))
        found = having if found is None else found & having
    return FrozenBitMap(found or BitMap())
