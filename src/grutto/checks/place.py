"""A place in a part that a check has something to say about, and the finding made of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import etree

from grutto.checks.wellformed import sourceline
from grutto.message import shortened
from grutto.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.checks.wellformed import TextPart
    from grutto.model.finding import Severity

XML = "{http://www.w3.org/XML/1998/namespace}"
IDENTIFIERS = {"iati-activity": "iati-identifier", "iati-organisation": "organisation-identifier"}


@dataclass(frozen=True, slots=True)
class Spot:
    """An element, one of its attributes or its text, and the value found there."""

    element: etree._Element
    attribute: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check has to say about a spot; see `Finding` for the words."""

    severity: Severity
    code: str
    message: str
    repair: str
    spot: Spot


def spot_of(found: Any, owner: etree._Element) -> Spot:
    """Return the spot of something that an XPath found: an element, an attribute, a text, or a bare value.

    Args:
        found: as lxml gives it, with smart strings.
        owner: the element the XPath started from; it stands in for a value that has no place.
    """
    if isinstance(found, etree._Element):
        return Spot(found, "", text_of(found))
    parent = getattr(found, "getparent", lambda: None)()
    if parent is None:
        return Spot(owner, "", str(found))
    attribute = str(found.attrname) if found.is_attribute else ""
    return Spot(parent, attribute, str(found))


def text_of(found: Any) -> str:
    """Return the text of an element, attribute or text that an XPath found."""
    if isinstance(found, etree._Element):
        return "".join(str(text) for text in found.itertext())
    return str(found)


def locator(spot: Spot) -> str:
    """Return the XPath of a spot within its part; every step but the root has its position."""
    steps = [f"/@{_name(spot.attribute, spot.element)}"] if spot.attribute else []
    element = spot.element
    while (parent := element.getparent()) is not None:
        position = 1 + sum(1 for _ in element.itersiblings(str(element.tag), preceding=True))
        steps.append(f"/{_name(str(element.tag), element)}[{position}]")
        element = parent
    steps.append(f"/{_name(str(element.tag), element)}")
    return "".join(reversed(steps))


def _place(part: TextPart, spot: Spot) -> str:
    """Return the XPath of a spot within its part, as the file has it if the part was upgraded."""
    at: etree._Element | None = spot.element if part.origin else None
    while at is not None:
        if at in part.origin:
            return part.origin[at] + (f"/@{_name(spot.attribute, spot.element)}" if spot.attribute else "")
        at = at.getparent()
    return locator(spot)


def _name(name: str, element: etree._Element) -> str:
    """Return a name with its prefix instead of its namespace."""
    if name.startswith(XML):
        return "xml:" + name.removeprefix(XML)
    if not name.startswith("{"):
        return name
    namespace, local = name[1:].split("}", 1)
    prefix = next((p for p, uri in element.nsmap.items() if uri == namespace and p), None)
    return f"{prefix}:{local}" if prefix else local


def identifier_of(element: etree._Element) -> str:
    """Return the identifier of the activity or organisation that an element belongs to; empty outside one."""
    at: etree._Element | None = element
    while at is not None:
        if at.tag in IDENTIFIERS:
            return (at.findtext(IDENTIFIERS[str(at.tag)]) or "").strip()
        at = at.getparent()
    return ""


@dataclass(slots=True)
class FindingList:
    """Findings of one part or file: of each code the first ones, and how many there were.

    Args:
        most: how many findings of one code are kept; locators are made only for these.
    """

    file: str
    most: int
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def wants(self, code: str) -> bool:
        """Tell whether a further finding of a code would be kept."""
        return self.counts[code] < self.most

    def take(self, part: TextPart, hits: Iterable[Hit]) -> None:
        """Count hits in a part and keep the first of each code as findings."""
        for hit in hits:
            self.counts[hit.code] += 1
            if self.counts[hit.code] <= self.most:
                self.findings.append(self._finding(part, hit))

    def add(self, finding: Finding) -> None:
        """Count a finding, and keep it if it is among the first of its code."""
        self.counts[finding.code] += 1
        if self.counts[finding.code] <= self.most:
            self.findings.append(finding)

    def _finding(self, part: TextPart, hit: Hit) -> Finding:
        return Finding(
            hit.severity,
            hit.code,
            hit.message,
            hit.repair,
            self.file,
            identifier_of(hit.spot.element),
            part.locator(_place(part, hit.spot)),
            part.line_of(sourceline(hit.spot.element)),
            shortened(hit.spot.value),
        )
