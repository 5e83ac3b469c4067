"""Activities of IATI 1.01–1.05 as 2.0x has them, so that one set of tables takes both.

What 2.0x has no place for stays in the tree, and the walk keeps it in the extension table.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from lxml import etree

from grutto.readers.iati.flavour import LANG, OLD_VERSIONS, Element
from grutto.store.codec import declared

Origin = dict[Element, str]
"""Element made or moved by the upgrade to its place in the file."""

WEBSITE = "A12"
"""DocumentCategory: activity web page."""


@dataclass(frozen=True, slots=True)
class UpgradeRules:
    """The rules of `upgrade.toml`; paths are within the activity, those of `organisation` within one."""

    narrative: tuple[str, ...]
    merge: tuple[str, ...]
    rename: dict[str, str]
    code: dict[str, dict[str, str]]
    only: tuple[str, ...]
    organisation: dict[str, tuple[str, ...]]
    gazetteer: dict[str, str] = field(default_factory=dict)


@cache
def rules() -> UpgradeRules:
    """Return the rules."""
    read = declared(Path(__file__).with_name("upgrade.toml"), UpgradeRules)
    codes = {path: {folded(word): code for word, code in words.items()} for path, words in read.code.items()}
    return replace(read, code=codes)


def folded(word: str) -> str:
    """Return a word of version 1 as it is compared: publishers spell it with any case, spaces or lines."""
    return "-".join(word.replace("_", " ").replace("-", " ").casefold().split())


def as_version_2(record: Element, locator: str, version: str) -> tuple[Element, str, Origin]:
    """Return an activity of any version as those of 2.0x are walked: upgraded if need be, as `upgraded` has it."""
    return upgraded(record, locator) if version in OLD_VERSIONS else (record, locator, {})


def upgraded(record: Element, locator: str) -> tuple[Element, str, Origin]:
    """Turn an activity of 1.0x into one of 2.0x, in place.

    Returns:
        The activity, its locator, and where in the file the elements come from that are not at their old place.
    """
    upgrade_rules, origin = rules(), places(record, locator)
    moved: Origin = {}
    for path, name in upgrade_rules.rename.items():
        for element in record.findall(path):
            moved[element] = origin[element]
            element.tag = name
    for path, codes in upgrade_rules.code.items():
        _recode(record, path, codes)
    for element in record.findall("activity-date"):
        _dated(element)
    for path in upgrade_rules.narrative:
        for element in record.findall(path):
            _wrap(element, origin, moved)
    for path in upgrade_rules.merge:
        _merge(record, path, origin, moved)
    _identifiers(record, origin, moved)
    _websites(record, origin, moved)
    for place in record.findall("location"):
        _located(place, upgrade_rules.gazetteer, origin, moved)
    return record, locator, moved


def places(record: Element, locator: str) -> Origin:
    """Return the place of every element as it is in the file."""
    found: Origin = {record: locator}
    numbers: Counter[tuple[Element, object]] = Counter()
    for element in record.iterdescendants():
        parent, name = element.getparent(), element.tag
        numbers[parent, name] += 1
        found[element] = f"{found[parent]}/{name}[{numbers[parent, name]}]"
    return found


def _recode(record: Element, path: str, codes: dict[str, str]) -> None:
    steps, name = path.split("/@")
    for element in record.findall(steps):
        code = folded(element.get(name, ""))
        if code in codes:
            element.set(name, codes[code])


def _dated(element: Element) -> None:
    """Take the day from the text where 1.0x files have it only there."""
    text = (element.text or "").strip()
    if not element.get("iso-date") and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}Z?", text):
        element.set("iso-date", text)


def _wrap(element: Element, origin: Origin, moved: Origin) -> None:
    """Move the text of an element, and its language, into a narrative."""
    text, language = (element.text or "").strip(), element.attrib.pop(LANG, None)
    if not text:
        return
    element.text = None
    narrative = etree.Element("narrative")
    narrative.text = text
    if language:
        narrative.set(LANG, language)
    element.insert(0, narrative)
    moved[narrative] = origin[element]


def _merge(record: Element, path: str, origin: Origin, moved: Origin) -> None:
    """Bring the languages of one text together in its first element; one that says something else stays as it is."""
    first: dict[tuple[object, str | None], Element] = {}
    for element in record.findall(path):
        kind = element.get("type") if path == "description" else None
        parent = element.getparent()
        target = first.setdefault((parent, kind), element)
        if target is element:
            moved[element] = origin[element]
            continue
        if any(target.get(name) != value for name, value in element.items()):
            continue
        target.extend(element.findall("narrative"))
        if not len(element):
            parent.remove(element)


def _identifiers(record: Element, origin: Origin, moved: Origin) -> None:
    """Give other identifiers their attributes and the organisation that owns them.

    The type is A1 (the reporting organisation's own) if the owner reports the activity, else A9 (other).
    """
    reporter = record.find("reporting-org")
    own = reporter.get("ref", "") if reporter is not None else ""
    for element in record.findall("other-identifier"):
        text = (element.text or "").strip()
        if text and not element.get("ref"):
            element.set("ref", text)
            element.text = None
        ref, name = element.attrib.pop("owner-ref", ""), element.attrib.pop("owner-name", "")
        if not element.get("type"):
            element.set("type", "A1" if ref and ref == own else "A9")
        if ref or name:
            owner = etree.SubElement(element, "owner-org")
            if ref:
                owner.set("ref", ref)
            if name:
                narrative = etree.SubElement(owner, "narrative")
                narrative.text = name
                moved[narrative] = f"{origin[element]}/@owner-name"


def _websites(record: Element, origin: Origin, moved: Origin) -> None:
    """Make each web site of the activity a document of the category for activity web pages."""
    for element in record.findall("activity-website"):
        url = (element.text or "").strip()
        if not url:
            continue
        link = etree.Element("document-link", url=url, format="text/html")
        narrative = etree.SubElement(etree.SubElement(link, "title"), "narrative")
        narrative.text = url
        category = etree.SubElement(link, "category", code=WEBSITE)
        place = origin[element]
        moved |= {link: place, narrative: place, category: place}
        record.replace(element, link)


def _located(place: Element, gazetteers: dict[str, str], origin: Origin, moved: Origin) -> None:
    """Give a location the point, code and kind that 1.0x said in other elements; those stay as they are too."""
    coordinates = place.find("coordinates")
    if coordinates is not None and place.find("point") is None:
        latitude, longitude = coordinates.get("latitude", "").strip(), coordinates.get("longitude", "").strip()
        if latitude and longitude:
            point = etree.SubElement(place, "point", srsName="http://www.opengis.net/def/crs/EPSG/0/4326")
            etree.SubElement(point, "pos").text = f"{latitude} {longitude}"
        if place.find("exactness") is None and coordinates.get("precision"):
            etree.SubElement(place, "exactness", code="1" if coordinates.get("precision") == "1" else "2")
    kind = place.find("location-type")
    if kind is not None and kind.get("code") and place.find("feature-designation") is None:
        etree.SubElement(place, "feature-designation", code=kind.get("code", ""))
    for entry in place.findall("gazetteer-entry"):
        code, agency = (entry.text or "").strip(), entry.get("gazetteer-ref", "")
        if code and agency in gazetteers:
            location_id = etree.SubElement(place, "location-id", code=code, vocabulary=gazetteers[agency])
            moved[location_id] = origin[entry]
