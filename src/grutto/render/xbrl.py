"""The account of an edition as inline XBRL: a page for people in which each amount is a fact for machines.

The taxonomy is our own, made with it: a concept for each line of the account and what is told of it, with its label.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found]

from grutto.content.blocks import FigureText, Table
from grutto.content.wording import text_of
from grutto.locale import language_named, msg, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.content.blocks import Line
    from grutto.content.reading import Reading
    from grutto.locale import Language
    from grutto.model.figure import Figure, Period

PAGE, SCHEMA = "account.html", "account.xsd"
UNITS = {"EUR": 0, "thousand EUR": 3}
"""Units that are facts of the account, each with its power of ten."""
OURS = "urn:grutto:account"
SPACES = {
    None: "http://www.w3.org/1999/xhtml",
    "ix": "http://www.xbrl.org/2013/inlineXBRL",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "link": "http://www.xbrl.org/2003/linkbase",
    "xlink": "http://www.w3.org/1999/xlink",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "g": OURS,
}
XSD = "http://www.w3.org/2001/XMLSchema"
LABEL = "http://www.xbrl.org/2003/role/label"
type Element = Any
"""An element of lxml, which has no types for its builder."""
H, IX, XBRLI, LINK = (ElementMaker(namespace=SPACES[name], nsmap=SPACES) for name in (None, "ix", "xbrli", "link"))
X = ElementMaker(namespace=XSD, nsmap={"xsd": XSD, **{name: SPACES[name] for name in ("xbrli", "link", "xlink", "g")}})


def account_xbrl(content: Reading, entity: str) -> dict[str, bytes]:
    """Return file name to bytes: the page, and the schema that it refers to; nothing of a report without an account.

    Args:
        content: what the edition says in a language.
        entity: whose account it is: the id of the policy framework.
    """
    tables = [
        block
        for section in content.document.sections
        if section.anchor == "account"
        for block in section.blocks
        if isinstance(block, Table)
    ]
    account = _Account(language_named(content.language), entity)
    body = [part for table in tables for part in account.table(table)]
    if not account.concepts:
        return {}
    title = (
        f"{text_of(content.document.title, account.language)} · {text_of(content.document.subtitle, account.language)}"
    )
    page = account.page(title, content.note, body)
    return {PAGE: _bytes(page), SCHEMA: _bytes(account.schema())}


def _bytes(tree: Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")


class _Account:
    def __init__(self, language: Language, entity: str) -> None:
        self.language, self.entity = language, entity
        self.concepts: dict[str, tuple[str, str]] = {}
        """What a figure is, apart from its year, to the name of its concept and its label."""
        self.periods: dict[Period, str] = {}

    def table(self, table: Table) -> Iterator[Element]:
        """Yield a table whose amounts are facts."""
        heads = [text_of(column.head, self.language) for column in table.columns]
        rows = []
        for row in (*table.rows, *table.foot):
            name = text_of(row[0], self.language)
            cells = (H.td(self._cell(line, f"{name}: {head}")) for line, head in zip(row[1:], heads[1:], strict=True))
            rows.append(H.tr(H.th(name, scope="row"), *cells))
        caption = text_of(table.caption, self.language)
        yield H.table(H.caption(caption), H.thead(H.tr(*(H.th(head, scope="col") for head in heads))), H.tbody(*rows))

    def _cell(self, line: Line, label: str) -> Element | str:
        figure = line[0].figure if len(line) == 1 and isinstance(line[0], FigureText) else None
        if figure is None or figure.period is None or figure.unit not in UNITS:
            return text_of(line, self.language)
        return self._fact(figure, figure.period, label)

    def _fact(self, figure: Figure, period: Period, label: str) -> Element:
        place = self.periods.setdefault(period, f"period-{len(self.periods) + 1}")
        kind = re.sub(r"[.]year-\d+", "", figure.id)
        name, _ = self.concepts.setdefault(kind, (f"fact-{len(self.concepts) + 1}", label))
        attributes = {"name": f"g:{name}", "contextRef": place, "unitRef": "EUR"}
        if figure.value is None:
            return IX.nonFraction(**attributes, **{f"{{{SPACES['xsi']}}}nil": "true"})
        power = UNITS[figure.unit]
        attributes |= {"decimals": str(-power), "scale": str(power), **({"sign": "-"} if figure.value < 0 else {})}
        fact = IX.nonFraction(f"{abs(figure.value):f}", **attributes)
        return H.span("−", fact) if figure.value < 0 else fact

    def page(self, title: str, note: str, body: list[Element]) -> Element:
        """Return the page."""
        reference = LINK.schemaRef(**{f"{{{SPACES['xlink']}}}type": "simple", f"{{{SPACES['xlink']}}}href": SCHEMA})
        unit = XBRLI.unit(XBRLI.measure("iso4217:EUR"), id="EUR")
        contexts = [
            XBRLI.context(
                XBRLI.entity(XBRLI.identifier(self.entity, scheme="urn:grutto:framework")),
                XBRLI.period(XBRLI.startDate(period.start.isoformat()), XBRLI.endDate(period.end.isoformat())),
                id=name,
            )
            for period, name in self.periods.items()
        ]
        hidden = IX.header(IX.references(reference), IX.resources(*contexts, unit))
        unknown = translate(msg("An empty cell is an amount that is unknown."), self.language.code)
        paragraphs = [H.p(note)] if note else []
        parts = [H.div(hidden, style="display:none"), H.h1(title), *paragraphs, H.p(unknown), *body]
        page = H.html(H.head(H.title(title)), H.body(*parts))
        page.set("{http://www.w3.org/XML/1998/namespace}lang", self.language.code)
        return page

    def schema(self) -> Element:
        """Return the schema: the concepts, and their labels in it."""
        places = [self._label(name, label) for name, label in self.concepts.values()]
        labels = LINK.linkbase(LINK.labelLink(*(part for parts in places for part in parts), **_linked("extended")))
        return X.schema(
            X.annotation(X.appinfo(labels)),
            getattr(X, "import")(
                namespace=SPACES["xbrli"], schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"
            ),
            *(self._element(name) for name, _ in self.concepts.values()),
            targetNamespace=OURS,
            elementFormDefault="qualified",
        )

    def _element(self, name: str) -> Element:
        attributes = {"name": name, "id": name, "type": "xbrli:monetaryItemType", "substitutionGroup": "xbrli:item"}
        attributes |= {"nillable": "true", f"{{{SPACES['xbrli']}}}periodType": "duration"}
        return X.element(**attributes)

    def _label(self, name: str, label: str) -> tuple[Element, ...]:
        text = LINK.label(label, **_linked("resource", label=f"label-{name}", role=LABEL))
        text.set("{http://www.w3.org/XML/1998/namespace}lang", self.language.code)
        arc = {"from": name, "to": f"label-{name}", "arcrole": "http://www.xbrl.org/2003/arcrole/concept-label"}
        return (
            LINK.loc(**_linked("locator", href=f"{SCHEMA}#{name}", label=name)),
            text,
            LINK.labelArc(**_linked("arc", **arc)),
        )


def _linked(kind: str, **attributes: str) -> dict[str, str]:
    """Return attributes of XLink."""
    if kind == "extended":
        attributes["role"] = "http://www.xbrl.org/2003/role/link"
    return {f"{{{SPACES['xlink']}}}{name}": value for name, value in {"type": kind, **attributes}.items()}
