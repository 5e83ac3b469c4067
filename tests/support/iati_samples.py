"""IATI files made for tests: every element of the standard, or a random part of it; and rows read from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from lxml import etree

from grutto.readers.iati import ACTIVITIES, Flavour, IatiReader
from grutto.readers.iati.flavour import LANG
from grutto.readers.iati.plan import Node, WalkPlan, plan_of
from grutto.store.parquet import schema_of
from grutto.tables import tables_of
from grutto.writers.iati import order

if TYPE_CHECKING:
    from random import Random

    from grutto.model.table import Column
    from grutto.store.home import Home

SHARED = Path(__file__).parents[2].parent / "shared"
SNAPSHOT = "5" * 64
FOREIGN = "http://example.org/own"
ONCE = {"country-budget-items", "crs-add", "fss", "transaction/recipient-country", "transaction/recipient-region"}
"""Elements with a table of their own that the schema allows once."""
ADDRESSES = {"url", "linked_data_uri", "linked_data_default", "vocabulary_uri", "indicator_uri"}
TEXTS = ("Return & reintegration", "عودة", "l'école <primaire>", '"quoted"', "two\nlines", "難民", "x")


def shared(path: str) -> Path:
    """Return a file of the shared data, or skip the test where there is none."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"the shared data are not beside the project: {path}")
    return found


def read(path: Path, flavour: Flavour = ACTIVITIES, processes: int = 1) -> tuple[dict[str, pa.Table], IatiReader]:
    """Return all tables of a file, and its reader."""
    reader = IatiReader(tables_of(flavour.reader), SNAPSHOT, path.name, processes=processes)
    parts = {name: [schema_of(table.column).empty_table()] for name, table in reader.tables.items()}
    for batch in reader.read(path):
        for name, rows in batch.items():
            parts[name].append(rows)
    return {name: pa.concat_tables(rows) for name, rows in parts.items()}, reader


def rows(tables: dict[str, pa.Table], name: str) -> list[dict[str, Any]]:
    """Return the rows of one table."""
    found: list[dict[str, Any]] = tables[name].to_pylist()
    return found


def codelists_at(home: Home, *lines: str) -> None:
    """Keep codelists as if they had been fetched: list, code, English name."""
    folder = home.path / "standard" / ("5" * 16)
    folder.mkdir(parents=True)
    texts = ["codelist,code,name_en,withdrawn", *(f"{line}," for line in lines)]
    (folder / "codelists.csv").write_text("\n".join(texts), "utf-8")
    (folder.parent / "current.json").write_text(f'{{"folder": "{folder.name}"}}', "utf-8")


def wrapped(content: str, attributes: str = 'version="2.03"') -> str:
    """Return an activity file with this content."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities {attributes}>\n{content}\n</iati-activities>\n'


def activity(content: str, identifier: str = "AA-1-1", attributes: str = 'xml:lang="en"') -> str:
    """Return an activity with this content."""
    return f"<iati-activity {attributes}><iati-identifier>{identifier}</iati-identifier>{content}</iati-activity>"


class Maker:
    """Makes records of one flavour: all that the standard has, or a part of it chosen at random."""

    def __init__(self, random: Random, flavour: Flavour = ACTIVITIES, *, part: float = 1.0) -> None:
        self.random = random
        self.flavour = flavour
        self.part = part
        self.plan, _ = plan_of(flavour, tables_of(flavour.reader))
        self.order = order().iati if flavour.reader == "iati" else order().iati_organisation
        self.beyond = set(order().beyond[flavour.reader])

    def file(self, records: int) -> bytes:
        """Return a file with some records."""
        root = etree.Element(self.flavour.root, version="2.03", nsmap={"own": FOREIGN})
        root.set("generated-datetime", "2024-01-01T00:00:00Z")
        for number in range(records):
            record = self.record(f"AA-1-{number}")
            root.append(record)
        return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))

    def record(self, identifier: str) -> etree._Element:
        """Return one record."""
        element = etree.Element(self.flavour.item)
        self._fill(element, self.plan)
        name = element.find(self.flavour.identifier)
        assert name is not None
        name.text = identifier
        return element

    def _some(self) -> bool:
        return self.random.random() < self.part

    def _fill(self, element: etree._Element, node: Node) -> None:
        for name, slot in node.attributes.items():
            if f"{node.path}/@{name}" not in self.beyond and (slot.column.required or self._some()):
                element.set(name, "en" if name == LANG else self._value(slot.column))
        if node.text is not None and "narrative" not in self.order.get(node.path, ()):
            element.text = self._value(node.text.column)
        for name in self.order.get(node.path, ()):
            self._children(element, name, node)
        if self.part < 1 and self.random.random() < 0.05:
            element.set(f"{{{FOREIGN}}}note", self.random.choice(TEXTS).replace("\n", " "))
            etree.SubElement(element, f"{{{FOREIGN}}}more").text = self.random.choice(TEXTS)

    def _children(self, element: etree._Element, name: str, node: Node) -> None:
        if name == "narrative":
            self._narratives(element)
        elif name not in node.children:
            if self._some():
                self._narratives(etree.SubElement(element, name))
        elif isinstance(child := node.children[name], WalkPlan):
            times = 1 if child.path in ONCE else self.random.randint(1, 2)
            for _ in range(times if self._some() else 0):
                self._fill(etree.SubElement(element, name), child)
        elif self._some() or name == self.flavour.identifier:
            self._fill(etree.SubElement(element, name), child)

    def _narratives(self, element: etree._Element) -> None:
        for language in (None, "fr"):
            if self._some():
                narrative = etree.SubElement(element, "narrative")
                narrative.text = self.random.choice(TEXTS)
                if language:
                    narrative.set(LANG, language)

    def _value(self, column: Column) -> str:
        random = self.random
        if column.name in ADDRESSES:
            return f"http://example.org/?a={random.randint(1, 9)}&b=2"
        if column.name == "iati_equivalent":
            return "activity-status"
        kinds = {
            "decimal": f"{random.randint(0, 10**12)}.{random.randint(0, 999999)}",
            "integer": str(random.randint(1, 2100)),
            "boolean": random.choice(("0", "1", "true", "false")),
            "date": f"{random.randint(1990, 2040)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
            "datetime": "2024-02-03T04:05:06+01:00",
            "code": random.choice(("1", "0012", "A-b", "EUR")),
            "identifier": random.choice(("AA-1", "XM-DAC-7", "é-1")),
            "text": random.choice(TEXTS).replace("\n", " "),
        }
        return kinds[column.type]
