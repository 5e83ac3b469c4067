"""Codes against the lists of the standard: which attribute takes which list is told by the columns of the tables.

`codelists.toml` adds what a column cannot say: lists that depend on a vocabulary, places no table has, and the lists
that do not claim to be complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.checks.kinds.dates import day_of
from grutto.checks.place import Hit, Spot, spot_of
from grutto.checks.rules import distinct, sought
from grutto.checks.standard import WITHDRAWN_EVER, code_names
from grutto.checks.xpaths import compiled, found
from grutto.errors import DeclarationError
from grutto.message import Message, msg
from grutto.store.codec import declared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from lxml import etree

    from grutto.checks.rules import Sought
    from grutto.checks.standard import Codelists, Standard
    from grutto.checks.wellformed import TextPart
    from grutto.model.finding import Severity
    from grutto.model.table import ReleaseTable

DATA = Path(__file__).parent / "codelists.toml"
ROOTS = {
    "iati-activity": "/iati-activities/iati-activity",
    "iati-organisation": "/iati-organisations/iati-organisation",
}


@dataclass(frozen=True, slots=True)
class Conditional:
    """The list of a column where it depends on another value of the same element.

    Args:
        table: the table.
        column: its column.
        codelist: the list that holds then.
        when: XPath seen from the row's element.
    """

    table: str
    column: str
    codelist: str
    when: str


@dataclass(frozen=True, slots=True)
class CodePlace:
    """A place that takes codes of a list.

    Args:
        context: XPath of the elements.
        path: from there to the code.
        codelist: name of the list.
        when: XPath seen from the element, if the list depends on it.
    """

    context: str
    path: str
    codelist: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class CodelistData:
    """Content of `codelists.toml`.

    Args:
        incomplete: lists that do not claim to be complete: another code may be right.
        conditional: see `Conditional`.
        coded: places that no table has.
    """

    incomplete: tuple[str, ...]
    conditional: tuple[Conditional, ...]
    coded: tuple[CodePlace, ...]


@cache
def codelist_data() -> CodelistData:
    """Return what stands in `codelists.toml`."""
    return declared(DATA, CodelistData)


def coded_places(tables: Mapping[str, ReleaseTable]) -> list[CodePlace]:
    """Return all places that take codes, from the columns of the declared tables and `codelists.toml`.

    Raises:
        DeclarationError: `codelists.toml` names a column that no table has.
    """
    data = codelist_data()
    conditional = {(c.table, c.column) for c in data.conditional}
    plain = [
        CodePlace(context, column.path, column.codelist)
        for name, table in tables.items()
        for column in table.column
        if column.codelist and column.path and (name, column.name) not in conditional
        for context in contexts(table, tables)
    ]
    return [*plain, *(place for c in data.conditional for place in _conditional(c, tables)), *data.coded]


def lists_of_columns(tables: Mapping[str, ReleaseTable]) -> dict[tuple[str, str], str]:
    """Return the list that holds for each column, by table and column; without a vocabulary, the usual one."""
    plain = {(name, c.name): c.codelist for name, table in tables.items() for c in table.column if c.codelist}
    usual = {(c.table, c.column): c.codelist for c in codelist_data().conditional if "not(@vocabulary)" in c.when}
    return plain | usual


def names_by_column(standard: Standard, tables: Mapping[str, ReleaseTable]) -> dict[tuple[str, str], dict[str, str]]:
    """Return the English names of codes, for each table and column that takes codes of one list."""
    names = code_names(standard)
    return {place: names[codelist] for place, codelist in lists_of_columns(tables).items() if codelist in names}


def codes_by_name(standard: Standard, tables: Mapping[str, ReleaseTable]) -> dict[tuple[str, str], dict[str, str]]:
    """Return codes by their English and French names, for each table and column that takes codes of one list.

    Names are in small letters; one that several codes have, or that is a code itself, is left out.
    """
    lists = dict.fromkeys(lists_of_columns(tables).values())
    names: dict[str, dict[str, set[str]]] = {name: {} for name in lists}
    for language in ("en", "fr"):
        for name, codes in code_names(standard, language).items():
            for code, word in codes.items() if name in names else ():
                names[name].setdefault(word.strip().casefold(), set()).add(code)
    sure = {name: _sure(words) for name, words in names.items()}
    return {place: sure[name] for place, name in lists_of_columns(tables).items() if sure[name]}


def _sure(words: Mapping[str, set[str]]) -> dict[str, str]:
    codes = {code.casefold() for found in words.values() for code in found}
    return {word: next(iter(found)) for word, found in words.items() if len(found) == 1 and word not in codes | {""}}


def _conditional(entry: Conditional, tables: Mapping[str, ReleaseTable]) -> Iterator[CodePlace]:
    columns = {c.name: c for c in tables[entry.table].column} if entry.table in tables else {}
    if entry.column not in columns:
        raise DeclarationError(
            "There is no column {table}.{column}", where=f"checks/{DATA.name}", table=entry.table, column=entry.column
        )
    for context in contexts(tables[entry.table], tables):
        yield CodePlace(context, columns[entry.column].path, entry.codelist, entry.when)


def contexts(table: ReleaseTable, tables: Mapping[str, ReleaseTable]) -> list[str]:
    """Return the XPaths of the elements that make rows of a table."""
    roots = [ROOTS[element] for element in table.element if element in ROOTS]
    above = [path for name in table.parent if name in tables for path in contexts(tables[name], tables)]
    return roots or [f"{path}/{element}" for path in above for element in table.element]


@dataclass(frozen=True, slots=True)
class CodeTest:
    """One place and its list, ready."""

    coded: CodePlace
    values: Sought
    places: etree.XPath
    codes: Mapping[str, date | None]
    severity: Severity


def code_tests(places: Iterable[CodePlace], lists: Codelists) -> list[CodeTest]:
    """Return the places whose list is at hand, ready to be checked."""
    return [_test(coded, lists[coded.codelist]) for coded in places if coded.codelist in lists]


def missing_lists(places: Iterable[CodePlace], lists: Codelists) -> list[str]:
    """Return the names of lists that are used but not at hand."""
    return sorted({coded.codelist for coded in places} - set(lists))


def _test(coded: CodePlace, codes: Mapping[str, date | None]) -> CodeTest:
    condition = f"[boolean({coded.when})]" if coded.when else ""
    xpath = f"{coded.context}{condition}/{coded.path}"
    severity: Severity = "advice" if coded.codelist in codelist_data().incomplete else "error"
    return CodeTest(coded, sought([xpath])[0], compiled(xpath, smart=True), codes, severity)


def code_hits(tests: Iterable[CodeTest], part: TextPart, today: date) -> Iterator[Hit]:
    """Yield codes of a part that are on no list, or withdrawn before the day on which they are used."""
    for test in tests:
        xpath, names = test.values
        if not all(part.has(name) for name in names):
            continue
        if any(test.codes.get(code, WITHDRAWN_EVER) for code in distinct([xpath], part.root)):
            for item in found((test.places,), part.root, {}):
                yield from _hits_of_code(test, spot_of(item, part.root), today)


def _hits_of_code(test: CodeTest, spot: Spot, today: date) -> Iterator[Hit]:
    name, code = test.coded.codelist, spot.value
    if code not in test.codes:
        yield Hit(test.severity, f"codelist.unknown.{name}", *_unknown(test, code), spot)
        return
    withdrawn = test.codes[code]
    if withdrawn and _used_on(spot.element, today) > withdrawn:
        message = (
            Message("The code “{code}” was withdrawn from the list {name}", code=code, name=name)
            if withdrawn == WITHDRAWN_EVER
            else Message(
                "The code “{code}” was withdrawn from the list {name} on {day}", code=code, name=name, day=withdrawn
            )
        )
        yield Hit("warning", f"codelist.withdrawn.{name}", message, msg("use the code that replaces it"), spot)


def _unknown(test: CodeTest, code: str) -> tuple[str, str]:
    name = test.coded.codelist
    if test.severity == "advice":
        message = Message("“{code}” is not on the list {name}, which is not complete", code=code, name=name)
        return message, msg("check that the code exists")
    if code.strip() in test.codes:
        return Message("The code “{code}” has spaces around it", code=code), msg("write the code alone")
    alike = next((known for known in test.codes if known.casefold() == code.strip().casefold()), None)
    if alike:
        message = Message(
            "“{code}” is not a code of the list {name}, which is spelt in other letters", code=code, name=name
        )
        return message, Message("write “{alike}”", alike=alike)
    message = Message("“{code}” is not a code of the list {name}", code=code, name=name)
    return message, Message("choose a code of the list {name}, and write it exactly so", name=name)


def _used_on(element: etree._Element, today: date) -> date:
    """Return the day on which a code is used: of the transaction, else of the last update, else today."""
    at: etree._Element | None = element
    while at is not None and at.tag not in ROOTS:
        if at.tag == "transaction":
            dated = at.find("transaction-date")
            return day_of(dated.get("iso-date", "") if dated is not None else "") or today
        at = at.getparent()
    return day_of(at.get("last-updated-datetime", "") if at is not None else "") or today
