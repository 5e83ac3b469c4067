"""The reader beside a plain one that asks lxml for each cell by its declared XPath: every cell is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from iati_samples import Maker, read, rows, shared
from lxml import etree

from grutto.readers.iati import ACTIVITIES, ORGANISATIONS, Flavour
from grutto.readers.iati.bounds import LARGEST_SHARE
from grutto.readers.iati.capitals import LISTS
from grutto.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.model.table import Column, ReleaseTable
    from grutto.readers.iati.flavour import Element

pytestmark = pytest.mark.usefixtures("both_ways")

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TYPED: dict[str, Any] = {
    "decimal": lambda text: Decimal(text).quantize(Decimal("0.000001")),
    "integer": int,
    "date": date.fromisoformat,
    "boolean": lambda text: text in {"1", "true"},
}


def plain_cell(element: Element, column: Column, language: str | None) -> Any:
    """Return one cell by its declared path."""
    if column.path == "narrative" or column.path.endswith("/narrative"):
        found = [n for n in element.xpath(column.path.replace("/", "[1]/")) if "".join(n.itertext()).strip()]
        own = [n for n in found if (n.get(XML_LANG) or language) == language]
        return "".join((own or found)[0].itertext()).strip() if found else None
    *steps, last = column.path.split("/")
    texts = element.xpath("/".join([*(f"{s}[1]" for s in steps), last]))
    text = str(texts[0]).strip() if texts else None
    if column.type in TYPED:
        value = TYPED[column.type](text) if text else None
        return None if column.unit == "percent" and value is not None and abs(value) > LARGEST_SHARE else value
    if column.codelist in LISTS and text:
        return text.upper()
    return text if text or (column.type == "text" and "@" in column.path) else None


def plain_rows(root: Element, table: ReleaseTable, flavour: Flavour) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table in the order of the file, without locators."""
    for record in root.iterchildren(flavour.item):
        language = record.get(XML_LANG) or None
        for element in record.iter():
            if table.name in makes(element, record, flavour):
                row = {c.name: plain_cell(element, c, language) for c in table.column if c.path}
                yield row | ({"element": element.tag} if len(table.element) > 1 else {})


def makes(element: Element, record: Element, flavour: Flavour) -> frozenset[str]:
    """Return the tables that an element makes a row of, found upwards from it."""
    path: list[str] = []
    while element is not record:
        path.insert(0, element.tag)
        element = element.getparent()
    return _made(tuple(path), flavour)


@cache
def _made(path: tuple[str, ...], flavour: Flavour) -> frozenset[str]:
    """Return the tables of which an element makes a row that stands so below its record."""
    if not path:
        return frozenset({flavour.table})
    found = set()
    for table in tables_of(flavour.reader).values():
        for steps in (tuple(way.split("/")) for way in table.element):
            above = path[: -len(steps)]
            if path == (*above, *steps) and _made(above, flavour) & set(table.parent):
                found.add(table.name)
    return frozenset(found)


def assert_same_cells(path: Path, flavour: Flavour) -> int:
    root: Element = etree.parse(str(path)).getroot()
    got, _ = read(path, flavour)
    cells = 0
    for name, table in tables_of(flavour.reader).items():
        if name in {flavour.narrative, flavour.extension, flavour.file}:
            continue
        expected = sorted(map(repr, plain_rows(root, _without_defaults(table), flavour)))
        columns = [c.name for c in _without_defaults(table).column if c.path]
        columns += ["element"] if len(table.element) > 1 else []
        assert sorted(repr({c: row[c] for c in columns}) for row in rows(got, name)) == expected, name
        cells += len(expected) * len(columns)
    texts = ["".join(n.itertext()).strip() for r in root.iterchildren(flavour.item) for n in r.iter("narrative")]
    assert sorted(row["text"] for row in rows(got, flavour.narrative)) == sorted(texts)
    return cells + len(texts)


def _without_defaults(table: ReleaseTable) -> ReleaseTable:
    return replace(table, column=tuple(c for c in table.column if not c.inherit))


@pytest.mark.parametrize("flavour", [ACTIVITIES, ORGANISATIONS], ids=lambda f: f.noun)
def test_every_cell_of_a_file_with_all_of_the_standard(tmp_path: Path, flavour: Flavour) -> None:
    path = tmp_path / "all.xml"
    path.write_bytes(Maker(Random(2), flavour).file(1))
    assert assert_same_cells(path, flavour) > 100


def test_every_cell_of_real_activities(tmp_path: Path) -> None:
    root: Element = etree.parse(str(shared("data/iati/unhcr-activities-2023.xml"))).getroot()
    for extra in root[4:]:
        root.remove(extra)
    path = tmp_path / "some.xml"
    path.write_bytes(etree.tostring(root))
    assert assert_same_cells(path, ACTIVITIES) > 1000


def test_defaults_of_the_activity_stand_in(tmp_path: Path) -> None:
    path = tmp_path / "all.xml"
    path.write_bytes(Maker(Random(5)).file(1))
    content = path.read_bytes().replace(b' currency="', b' own:was="')
    path.write_bytes(content)
    got, _ = read(path)
    default = rows(got, "activity")[0]["default_currency"]
    assert {row["currency"] for row in rows(got, "transaction")} == {default}


def test_every_locator_is_xpath_to_one_place(tmp_path: Path) -> None:
    path = tmp_path / "all.xml"
    path.write_bytes(Maker(Random(4), part=0.6).file(2))
    tree: Any = etree.parse(str(path))
    got, _ = read(path)
    extensions = rows(got, "extension")
    assert extensions
    for name in got:
        for row in rows(got, name):
            found = tree.xpath(row["locator"])
            assert len(found) == 1, row["locator"]
            if name == "extension" and row["kind"] == "attribute":
                assert found[0] == row["value"]
