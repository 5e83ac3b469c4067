"""The register for machines, as it stands in a report's page."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lxml import html

from grutto.editions.record import read_record
from grutto.store.home import Home

if TYPE_CHECKING:
    from pathlib import Path


def linked(page: Path) -> tuple[Any, dict[str, Any]]:
    """Return a page, and what its data say, by address."""
    tree: Any = html.parse(page).getroot()
    (script,) = tree.xpath("//script")
    assert script.get("type") == "application/ld+json"  # data, which no policy of scripts stops and nothing runs
    data = json.loads(script.text)
    return tree, {node["@id"]: node for node in data["@graph"]}


def test_every_figure_of_the_register_is_there_with_where_it_comes_from(nl_report: Path) -> None:
    """Values are exact, unknown ones absent; every address named is one of the page or a digest."""
    tree, nodes = linked(nl_report / "register.html")
    figures = read_record(str(nl_report), Home(nl_report)).figures
    assert len(figures) > 50
    for figure in figures:
        node = nodes[f"#figure-{figure.id}"]
        value = node.get("schema:value")
        assert (Decimal(value["@value"]) if value else None) == figure.value
        assert node["unit"] == figure.unit
        assert node.get("from") or node.get("prov:wasAttributedTo") or not figure.rows, figure.id
    places = {f"#{element.get('id')}" for element in tree.xpath("//*[@id]")}
    assert {name for name in nodes if name.startswith("#figure-")} <= places
    named = {name for node in nodes.values() for name in node.get("from", ())}
    assert named <= set(nodes)
