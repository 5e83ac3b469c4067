"""Reading a catalogue: one read-only connection a thread, and answers that are plain data."""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections import OrderedDict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.catalogue.entries import (
    Activity,
    ActivityDocument,
    ActivityEntry,
    Amount,
    Organisation,
    Participation,
    PartnerMoney,
    Payment,
    Place,
    Result,
    Share,
    SourceFile,
    Text,
)
from grutto.catalogue.flows import ALL_YEARS
from grutto.catalogue.fold import fold
from grutto.catalogue.search import FACETS, ORDERS, Index, SearchQuestion, SearchResult
from grutto.errors import StoreError, UnknownNameError
from grutto.store.releases import catalogue_path, read_release
from grutto.store.wording import of_content

if TYPE_CHECKING:
    from pathlib import Path

    from pyroaring import FrozenBitMap

    from grutto.catalogue.entries import FacetCount
    from grutto.store.home import Home

_LISTED = """
SELECT a.id, a.identifier, coalesce(t.text, a.title, ''), o.name, coalesce(a.status, ''), a.level,
    coalesce(a.actual_start, a.planned_start, ''), coalesce(a.actual_end, a.planned_end, ''), a.countries
FROM activity AS a
LEFT JOIN organisation AS o ON o.id = a.reporter
LEFT JOIN text AS t ON t.activity = a.id AND t.field = 'title' AND t.language = ? AND t.number = 1
WHERE a.id IN ({})
"""
_ACTIVITY = """
SELECT planned_start, actual_start, planned_end, actual_end, updated, humanitarian, copies, file, locator, line
FROM activity WHERE id = ?
"""
_PAYMENT = """
SELECT p.kind, coalesce(p.type, ''), p.year, coalesce(p.first_day, ''), coalesce(p.last_day, ''), p.value,
    coalesce(p.currency, ''), p.euros, coalesce(p.provider, ''), coalesce(p.receiver, ''), p.counted,
    coalesce(p.not_counted_because, p.unknown_because, ''), f.name, p.locator
FROM payment AS p JOIN file AS f ON f.id = p.file WHERE p.activity = ?
"""
_RESULT = """
SELECT coalesce(r.result, ''), r.indicator, coalesce(r.title, ''), r.unit, r.element, coalesce(r.first_day, ''),
    coalesce(r.last_day, ''), r.dimension, r.place, r.value, coalesce(r.written, ''), coalesce(r.unknown_because, ''),
    coalesce(r.comment, ''), f.name, r.locator
FROM result AS r JOIN file AS f ON f.id = r.file WHERE r.activity = ?
ORDER BY r.indicator, r.last_day, r.element DESC, r.number
"""
_PARTICIPATION = """
SELECT p.role, o.id, o.key, o.name, coalesce(o.type, ''), o.activities
FROM part AS p JOIN organisation AS o ON o.id = p.organisation WHERE p.activity = ? ORDER BY o.name
"""
_TEXT = "SELECT field, language, text FROM text WHERE activity = ? ORDER BY field DESC, language, number"
_SHARE = """
SELECT axis, coalesce(country, ''), coalesce(region, ''), coalesce(sector, ''), percentage FROM share
WHERE activity = ? ORDER BY axis, number
"""
_PLACE = """
SELECT coalesce(name, ''), latitude, longitude, coalesce(exactness, ''), locator FROM place
WHERE activity = ? ORDER BY number
"""
_DOCUMENT = """
SELECT url, coalesce(title, ''), coalesce(format, ''), coalesce(date, '') FROM document
WHERE activity = ? ORDER BY number
"""
_RELATED = "SELECT type, identifier FROM related WHERE activity = ? ORDER BY type, identifier"
_LINK = """
SELECT side, flow, coalesce(partner, ''), coalesce(organisation, ''), status, sent, received, matched FROM link
WHERE activity = ? ORDER BY side, flow, number
"""
_ORGANISATION = "SELECT id, key, name, coalesce(type, ''), activities FROM organisation"
_AMOUNT = "SELECT flow, year, value, source_rows, unknown, reasons, apart FROM money WHERE owner = ? AND key = ?"
_FILE = "SELECT sha256, name, source, licence, citation, superseded FROM file"


def _exact(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _amount(row: tuple[Any, ...]) -> Amount:
    flow, year, value, rows, unknown, reasons, apart = row
    reason_counts = tuple((str(r), int(n)) for r, n in json.loads(reasons).items()) if reasons else ()
    return Amount(flow, year, _exact(value), rows, unknown, reason_counts, apart)


class Catalogue:
    """A release as readers see it; safe in many threads.

    Args:
        path: the file.

    Raises:
        StoreError: it is missing or damaged.
    """

    def __init__(self, path: Path, release: str = "") -> None:
        self.path = path
        self.release = release
        self._own = threading.local()
        self._open: list[sqlite3.Connection] = []
        weakref.finalize(self, _close, self._open)
        self.index = Index.read(self.connection)

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of this thread."""
        found: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if found is None:
            found = self._own.connection = self._connect()
        return found

    def _connect(self) -> sqlite3.Connection:
        address = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            found = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._open.append(found)
            found.execute("SELECT 1 FROM file LIMIT 1")
        except sqlite3.Error as error:
            raise StoreError(
                "The catalogue of the release cannot be read: {detail}",
                where=self.path,
                repair="mend it",
                command="grutto repair",
                detail=of_content(error),
            ) from error
        return found

    def _rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(question, values).fetchall()

    # Lists

    def find(self, question: SearchQuestion) -> SearchResult:
        """Return the activities that answer a question.

        Raises:
            UnknownNameError: there is no such facet or order.
        """
        check_question(question)
        return self.index.find(self.connection, question)

    def count(self, question: SearchQuestion, facet: str) -> list[FacetCount]:
        """Return the values of a facet that could be chosen with a question, the most frequent first."""
        return self.index.count(self.connection, question, facet)

    def members(self, facet: str, value: str) -> FrozenBitMap:
        """Return the activities that have a value of a facet."""
        return self.find(SearchQuestion(facets=((facet, (value,)),))).members

    def listed(self, numbers: list[int], language: str = "en") -> list[ActivityEntry]:
        """Return activities as lines of a list, in the order of their numbers given."""
        marks = ", ".join("?" * len(numbers))
        sizes = self._sizes(numbers)
        rows = {row[0]: row for row in self._rows(_LISTED.format(marks), language, *numbers)}
        found = (rows[number] for number in numbers if number in rows)
        return [ActivityEntry(*(*row[:8], tuple(row[8].split()), sizes.get(row[0]))) for row in found]

    def _sizes(self, numbers: list[int]) -> dict[int, Amount]:
        """Return what activities spent, else what they planned, all years together."""
        keys = ", ".join("?" * len(numbers))
        question = (
            "SELECT key, flow, year, value, source_rows, unknown, reasons, apart FROM money WHERE owner = 'activity' "
            f"AND key IN ({keys}) AND flow IN ('spent', 'budgeted') AND year = {ALL_YEARS} ORDER BY flow"
        )
        return {int(key): _amount(tuple(row)) for key, *row in self._rows(question, *map(str, numbers))}

    # One activity

    def number_of(self, identifier: str) -> int | None:
        """Return the number of an activity by its identifier."""
        found = self._rows("SELECT id FROM activity WHERE identifier = ?", identifier)
        return int(found[0][0]) if found else None

    def identifiers(self) -> dict[int, str]:
        """Return the identifier of each activity by its number."""
        return dict(self._rows("SELECT id, identifier FROM activity"))

    def activity(self, identifier: str, language: str = "en") -> Activity | None:
        """Return an activity by its identifier; nothing if the release has none of this name."""
        number = self.number_of(identifier)
        if number is None:
            return None
        (listed,) = self.listed([number], language)
        (row,) = self._rows(_ACTIVITY, number)
        (file,) = self._rows(f"{_FILE} WHERE id = ?", row[7])
        return Activity(
            listed=listed,
            dates=(row[0] or "", row[1] or "", row[2] or "", row[3] or ""),
            updated=row[4] or "",
            humanitarian=None if row[5] is None else bool(row[5]),
            copies=row[6],
            file=SourceFile(*(*file[:5], bool(file[5]))),
            locator=row[8],
            line=row[9] or 0,
            **self._details(number),
        )

    def _details(self, number: int) -> dict[str, Any]:
        """Return all that an activity has several of."""
        parts = ((role, Organisation(*o)) for role, *o in self._rows(_PARTICIPATION, number))
        shares = ((*row[:4], _exact(row[4])) for row in self._rows(_SHARE, number))
        links = ((*row[:5], *map(_exact, row[5:])) for row in self._rows(_LINK, number))
        results = ((*row[:9], _exact(row[9]), *row[10:]) for row in self._rows(_RESULT, number))
        return {
            "texts": tuple(Text(*row) for row in self._rows(_TEXT, number)),
            "participations": tuple(Participation(*row) for row in parts),
            "shares": tuple(Share(*row) for row in shares),
            "places": tuple(Place(*row) for row in self._rows(_PLACE, number)),
            "documents": tuple(ActivityDocument(*row) for row in self._rows(_DOCUMENT, number)),
            "related": tuple(self._rows(_RELATED, number)),
            "links": tuple(PartnerMoney(*row) for row in links),
            "money": tuple(self.money("activity", str(number))),
            "results": tuple(Result(*row) for row in results),
        }

    def payments(self, number: int, kinds: tuple[str, ...] = (), year: int | None = None) -> list[Payment]:
        """Return the amounts of an activity as reported, the newest first.

        Args:
            number: of the activity.
            kinds: `transaction:3`, `budget` …: kinds with or without a type; none for all.
            year: only parts of this year.
        """
        question = _PAYMENT + (" AND p.year = ?" if year is not None else "")
        values = (number,) if year is None else (number, year)
        rows = self._rows(f"{question} ORDER BY p.first_day DESC, p.number", *values)
        exact = ((*r[:5], _exact(r[5]), r[6], _exact(r[7]), *r[8:10], bool(r[10]), *r[11:]) for r in rows)
        found = (Payment(*row) for row in exact)
        return [p for p in found if not kinds or p.kind in kinds or f"{p.kind}:{p.type}" in kinds]

    # Money, organisations, files

    def money(self, owner: str, key: str = "") -> list[Amount]:
        """Return the money of an owner by flow and year, all years together first.

        Args:
            owner: `release`, `activity`, `country`, `sector`, `reports`, `pays` or `receives`.
            key: number of an activity, code of a country or sector, identifier or name of an organisation.
        """
        return [_amount(row) for row in self._rows(f"{_AMOUNT} ORDER BY flow, year", owner, key)]

    def owners(self, owner: str, flow: str, year: int = ALL_YEARS) -> list[tuple[str, Amount]]:
        """Return all owners of a kind with their money of a flow in a year, the largest first, the unknown last."""
        rows = self._rows(
            "SELECT key, flow, year, value, source_rows, unknown, reasons, apart FROM money "
            "WHERE owner = ? AND flow = ? AND year = ?",
            owner,
            flow,
            year,
        )
        found = [(str(key), _amount(tuple(row))) for key, *row in rows]
        return sorted(found, key=lambda pair: (pair[1].value is None, -(pair[1].value or Decimal(0)), pair[0]))

    def country_parts(self, flow: str, country: str, year: int) -> list[tuple[int, Amount]]:
        """Return the activities that a country's money of a year is made of, the largest part first."""
        rows = self._rows(
            "SELECT activity, value, source_rows, unknown FROM country_money "
            "WHERE flow = ? AND country = ? AND year = ?",
            flow,
            country,
            year,
        )
        found = [(int(number), Amount(flow, year, _exact(v), n, unknown)) for number, v, n, unknown in rows]
        return sorted(found, key=lambda pair: (pair[1].value is None, -(pair[1].value or Decimal(0)), pair[0]))

    def achieved(self) -> list[tuple[str, str, int, Decimal | None]]:
        """Return what activities achieved together: title of the indicator, unit, activities, sum."""
        rows = self._rows(
            "SELECT title, unit, activities, value FROM achieved ORDER BY activities DESC, title, indicator, unit"
        )
        return [(str(title), str(unit), int(count), _exact(value)) for title, unit, count, value in rows]

    def organisation(self, key: str) -> Organisation | None:
        """Return an organisation by its identifier, or by its name if it has none."""
        found = self._rows(f"{_ORGANISATION} WHERE key = ?", key)
        return Organisation(*found[0]) if found else None

    def organisation_count(self) -> int:
        """Return how many organisations there are."""
        return int(self._rows("SELECT count(*) FROM organisation")[0][0])

    def organisations(self, words: str = "") -> list[Organisation]:
        """Return the organisations whose names or identifiers have all words in any spelling, the busiest first."""
        terms = fold(words).split()
        where = " AND ".join("fold LIKE ?" for _ in terms) or "1"
        values = (f"%{word}%" for word in terms)
        rows = self._rows(f"{_ORGANISATION} WHERE {where} ORDER BY activities DESC, name, key", *values)
        return [Organisation(*row) for row in rows]

    def files(self) -> list[SourceFile]:
        """Return the files of the release."""
        return [SourceFile(*(*row[:5], bool(row[5]))) for row in self._rows(f"{_FILE} ORDER BY id")]


def _close(connections: list[sqlite3.Connection]) -> None:
    for connection in connections:
        connection.close()


def check_question(question: SearchQuestion) -> None:
    """Raise `UnknownNameError` if a question names a facet or order that does not exist."""
    for kind, _ in question.facets:
        if kind not in FACETS:
            raise UnknownNameError(
                "There is no facet “{kind}”", repair="one of: {facets}", kind=kind, facets=", ".join(FACETS)
            )
    if question.order not in ORDERS:
        raise UnknownNameError(
            "There is no order “{order}”", repair="one of: {orders}", order=question.order, orders=", ".join(ORDERS)
        )


class Catalogues:
    """The catalogues of a data folder, opened once each; one that nobody reads any more is closed.

    Args:
        home: the data folder.
        most: how many releases stay open.
    """

    def __init__(self, home: Home, most: int = 3) -> None:
        self.home = home
        self._most = most
        self._lock = threading.Lock()
        self._open: OrderedDict[str, Catalogue] = OrderedDict()

    def catalogue(self, release: str = "") -> Catalogue:
        """Return the catalogue of a release, of the current one unless named; a new release is seen at once.

        Raises:
            StoreError: nothing was imported yet, or the catalogue is missing or damaged.
            UnknownNameError: there is no release of this name.
        """
        name = release or self.home.current()
        with self._lock:
            if name not in self._open:
                found = read_release(self.home, name)
                self._open[found.id] = Catalogue(catalogue_path(self.home, found.id), found.id)
                name = found.id
            self._open.move_to_end(name)
            while len(self._open) > self._most:
                self._open.popitem(last=False)
            return self._open[name]
