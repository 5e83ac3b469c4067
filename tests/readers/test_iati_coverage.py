"""Every element and attribute of the 2.03 schemas has a place in the declared tables."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from iati_samples import shared
from lxml import etree

from grutto.readers.iati import ACTIVITIES, ORGANISATIONS, Flavour
from grutto.readers.iati.flavour import LANG, Element
from grutto.readers.iati.plan import Node, WalkPlan, plan_of, root_plan
from grutto.tables import tables_of
from grutto.writers.iati import order

if TYPE_CHECKING:
    from collections.abc import Iterator

XSD = "{http://www.w3.org/2001/XMLSchema}"
FLAVOURS = pytest.mark.parametrize("flavour", [ACTIVITIES, ORGANISATIONS], ids=lambda f: f.noun)


class Schema:
    """Paths of a schema, found by following its declarations."""

    def __init__(self, flavour: Flavour) -> None:
        noun = "activities" if flavour is ACTIVITIES else "organisations"
        self.elements: dict[str, Element] = {}
        self.types: dict[str, Element] = {}
        self.repeats: dict[str, bool] = {}
        for name in ("iati-common", f"iati-{noun}-schema"):
            root = etree.parse(str(shared(f"data/iati-standard/schemas/2.03/{name}.xsd"))).getroot()
            self.elements |= {e.get("name", ""): e for e in root.iterchildren(f"{XSD}element")}
            self.types |= {e.get("name", ""): e for e in root.iterchildren(f"{XSD}complexType")}

    def paths(self, name: str, path: str) -> Iterator[str]:
        """Yield the path of an element, of its text and attributes, and of all below it."""
        yield from self._element(self.elements[name], path)

    def _element(self, declared: Element, path: str, times: str = "1") -> Iterator[str]:
        self.repeats[path] = times == "unbounded"
        yield path
        kind = declared.find(f"{XSD}complexType")
        kind = self.types.get(declared.get("type", "")) if kind is None else kind
        if kind is None:
            yield f"{path}/text()"
        else:
            yield from self._within(kind, path)

    def _within(self, node: Element, path: str) -> Iterator[str]:
        for part in node.iterchildren(f"{XSD}*"):
            name = part.get("name") or part.get("ref") or ""
            if part.tag == f"{XSD}element":
                times = part.get("maxOccurs") or part.getparent().get("maxOccurs", "1")
                yield from self._element(self.elements[name] if part.get("ref") else part, f"{path}/{name}", times)
            elif part.tag == f"{XSD}attribute":
                yield f"{path}/@{name.replace('xml:lang', LANG)}"
            elif part.tag == f"{XSD}extension" and part.get("base", "") in self.types:
                yield from self._within(self.types[part.get("base", "")], path)
            elif part.tag == f"{XSD}extension":
                yield f"{path}/text()"
            yield from self._within(part, path) if part.tag not in {f"{XSD}element", f"{XSD}attribute"} else ()


@cache
def schema_paths(flavour: Flavour) -> frozenset[str]:
    return frozenset(p.removeprefix("/") for p in Schema(flavour).paths(flavour.root, ""))


def covered(node: Node, path: str) -> Iterator[str]:
    """Yield the paths that a plan has columns or rows for."""
    yield path
    yield from (f"{path}/@{name}" for name in node.attributes)
    if node.text is not None:
        yield f"{path}/text()"
    for name, child in node.children.items():
        if name == "narrative":
            yield from (f"{path}/narrative{part}" for part in ("", "/text()", f"/@{LANG}"))
        else:
            yield from covered(child, f"{path}/{name}")


def all_covered(flavour: Flavour) -> set[str]:
    plan, rows = plan_of(flavour, tables_of(flavour.reader))
    root = root_plan(flavour, tables_of(flavour.reader), rows)
    return {p.removeprefix("/") for p in [*covered(root, ""), *covered(plan, f"/{flavour.item}")]}


@FLAVOURS
def test_every_path_of_the_schema_is_declared(flavour: Flavour) -> None:
    paths = schema_paths(flavour)
    assert len(paths) > (400 if flavour is ACTIVITIES else 100)
    assert sorted(paths - all_covered(flavour)) == []


@FLAVOURS
def test_what_is_declared_beyond_the_schema_is_known(flavour: Flavour) -> None:
    prefix = f"{flavour.item}/"
    beyond = {p.removeprefix(prefix) for p in all_covered(flavour) - schema_paths(flavour) if "narrative" not in p}
    assert {p for p in beyond if "mailing-address/text()" not in p} == set(order().beyond[flavour.reader])


@FLAVOURS
def test_the_order_of_the_schema_is_the_order_of_writing(flavour: Flavour) -> None:
    schema = Schema(flavour)
    children: dict[str, list[str]] = {}
    for path in schema.paths(flavour.item, ""):
        parent, _, name = path.removeprefix("/").rpartition("/")
        if name and "@" not in path and name != "text()" and name not in children.setdefault(parent, []):
            children[parent].append(name)
    orders = order().iati if flavour is ACTIVITIES else order().iati_organisation
    assert {path: tuple(names) for path, names in children.items() if names} == orders


def test_a_repeatable_element_of_the_schema_has_a_table_of_its_own() -> None:
    plan, _ = plan_of(ACTIVITIES, tables_of("iati"))
    repeatable = set(_repeatable(Schema(ACTIVITIES)))
    assert "location/location-id" in repeatable
    assert [n.path for n in _nodes(plan) if n.path in repeatable and not isinstance(n, WalkPlan)] == []


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for name, child in node.children.items():
        if name != "narrative":
            yield from _nodes(child)


def _repeatable(schema: Schema) -> Iterator[str]:
    """Yield the paths of elements that may occur several times in the same one."""
    for path in schema.paths(ACTIVITIES.item, ""):
        if path and "@" not in path and not path.endswith(("text()", "narrative")) and schema.repeats[path]:
            yield path.removeprefix("/")
