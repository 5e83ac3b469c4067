"""The account as inline XBRL: the same amounts as the edition, nil where unknown; Arelle was run on it by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lxml import etree

from grutto.content.blocks import FigureText, Table
from grutto.editions.record import kept_edition
from grutto.render.xbrl import SPACES, UNITS, account_xbrl
from grutto.store.home import Home

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.content.reading import Reading

IX = f"{{{SPACES['ix']}}}"
NIL = f"{{{SPACES['xsi']}}}nil"


def amounts(content: Reading) -> list[Decimal | None]:
    """Return the amounts of the tables of the account, in order, in euros."""
    (section,) = (section for section in content.document.sections if section.anchor == "account")
    lines = [
        line
        for block in section.blocks
        if isinstance(block, Table)
        for row in (*block.rows, *block.foot)
        for line in row
    ]
    figures = [line[0].figure for line in lines if len(line) == 1 and isinstance(line[0], FigureText)]
    known = [figure for figure in figures if figure.unit in UNITS]
    return [None if f.value is None else f.value * 10 ** UNITS[f.unit] for f in known]


def value(fact: Any) -> Decimal | None:
    """Return what a fact says, as a reader of XBRL takes it."""
    if fact.get(NIL) == "true":
        return None
    amount: Decimal = Decimal(fact.text) * 10 ** int(fact.get("scale"))
    return -amount if fact.get("sign") == "-" else amount


def test_each_amount_of_the_account_is_a_fact(nl_report: Path) -> None:
    """With a period, a unit, a concept of the schema and its label; nothing else is in it."""
    content = kept_edition(str(nl_report), Home(nl_report)).read_in("en")
    files = account_xbrl(content, "nl-2008")
    page, schema = (etree.fromstring(files[name]) for name in ("account.html", "account.xsd"))
    facts = list(page.iter(f"{IX}nonFraction"))
    assert [value(fact) for fact in facts] == amounts(content)
    assert facts
    places = {element.get("id") for element in page.iter() if element.get("id")}
    concepts = {element.get("name") for element in schema.iter("{http://www.w3.org/2001/XMLSchema}element")}
    labels = [element.text for element in schema.iter(f"{{{SPACES['link']}}}label")]
    assert {fact.get("contextRef") for fact in facts} | {"EUR"} == places
    assert {fact.get("name") for fact in facts} == {f"g:{name}" for name in concepts}
    assert len(labels) == len(concepts)
    assert all(labels)
