"""The facts of UNHCR's activity file for 2023, and the rates of the days used: what this example is made of.

Identifiers, names of organisations, places and purposes, codes, shares, dates and amounts are kept as they stand;
texts that UNHCR wrote are left out, and an activity is named after its place. The same two files give the same bytes.

    python examples/unhcr-2023/extract.py ACTIVITIES.xml eurofxref-hist.zip FOLDER
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path

from lxml import etree

from grutto.locale import country_name, languages

FIRST_PARTS = ("iati-identifier", "reporting-org")
LATER_PARTS = (
    "participating-org",
    "activity-status",
    "activity-date",
    "recipient-country",
    "recipient-region",
    "related-activity",
    "sector",
    "budget",
    "transaction",
)
"""Elements that are kept, in the order of the standard."""

WITHOUT = {"description", "aid-type"}
"""What is left out of them: texts, and a code that every row has."""

NAMED = {"reporting-org", "participating-org", "provider-org", "recipient-region", "sector"}
"""Elements whose name is kept, in English."""

DAC = {None, "1"}
HEAD = (
    "<!-- An extract made for Grutto from the IATI activity file of UNHCR for 2023, which was made on 19 December"
    " 2023 and published under CC BY 4.0. Texts were left out; titles are names of places. -->\n"
)


def _copied(element: etree._Element) -> etree._Element:
    """Return an element with its codes, dates, amounts and names, without texts and what is not of the standard."""
    copy = etree.Element(element.tag, dict(element.attrib))
    for attribute in ("vocabulary-uri",):
        copy.attrib.pop(attribute, None)
    if not len(element):
        copy.text = (element.text or "").strip() or None
    for child in element:
        if not isinstance(child.tag, str) or child.tag.startswith("{") or child.tag in WITHOUT:
            continue
        if child.tag != "narrative":
            copy.append(_copied(child))
        elif element.tag in NAMED and not child.attrib:
            name = etree.SubElement(copy, "narrative")
            name.text = child.text
    return copy


def _title(activity: etree._Element) -> etree._Element:
    """Return a title made of the name of the country or region, in the languages of the program."""
    title = etree.Element("title")
    country = activity.find("recipient-country")
    region = activity.findtext("recipient-region/narrative") or ""
    for code, language in languages().items():
        narrative = etree.SubElement(title, "narrative")
        if code != "en":
            narrative.set("{http://www.w3.org/XML/1998/namespace}lang", code)
        place = region if country is None else country_name(country.get("code", ""), language)
        narrative.text = f"UNHCR: {place}"
    return title


def _activity(activity: etree._Element) -> etree._Element:
    copy = etree.Element("iati-activity", dict(activity.attrib))
    for tag in FIRST_PARTS:
        copy.extend(_copied(e) for e in activity.findall(tag))
    copy.append(_title(activity))
    for tag in LATER_PARTS:
        kept = (e for e in activity.findall(tag) if tag != "sector" or e.get("vocabulary") in DAC)
        copy.extend(_copied(e) for e in kept)
    return copy


def facts(source: Path) -> bytes:
    """Return the facts of an activity file as an IATI file, one element a line."""
    root = etree.parse(str(source)).getroot()
    lines = ['<?xml version="1.0" encoding="UTF-8"?>\n', HEAD, '<iati-activities version="2.03">\n']
    for activity in root.iterchildren("iati-activity"):
        copy = _activity(activity)
        start = etree.tostring(etree.Element(copy.tag, dict(copy.attrib)), encoding="unicode").removesuffix("/>")
        lines.append(f"{start}>\n")
        lines += (f"{etree.tostring(e, encoding='unicode')}\n" for e in copy)
        lines.append("</iati-activity>\n")
    return "".join([*lines, "</iati-activities>\n"]).encode()


def days_used(content: bytes) -> dict[str, set[date]]:
    """Return the value dates of each currency but the euro."""
    found: dict[str, set[date]] = {}
    for activity in etree.fromstring(content).iterchildren("iati-activity"):
        for value in activity.iter("value"):
            currency = value.get("currency") or activity.get("default-currency", "")
            if currency != "EUR":
                found.setdefault(currency, set()).add(date.fromisoformat(value.get("value-date", "")))
    return found


def rates(source: Path, used: dict[str, set[date]]) -> str:
    """Return the ECB's rates of the days used, each the last one at most seven days before its value date."""
    with zipfile.ZipFile(source) as archive:
        text = archive.read(archive.namelist()[0]).decode()
    table = {row["Date"]: row for row in csv.DictReader(io.StringIO(text), skipinitialspace=True)}
    known = [c for c in next(iter(table.values())) if c in used]
    days = set()
    for currency in known:
        for day in used[currency]:
            near = (str(day - timedelta(days=n)) for n in range(8))
            days |= {next(d for d in near if d in table and table[d][currency].strip() not in {"", "N/A"})}
    lines = [",".join(["Date", *known]), *(",".join([d, *(table[d][c].strip() for c in known)]) for d in sorted(days))]
    return "\n".join(lines) + "\n"


def write(source: Path, table: Path, folder: Path) -> None:
    """Write both files of the example into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    content = facts(source)
    (folder / "unhcr-2023-extract.xml").write_bytes(content)
    (folder / "ecb-rates.csv").write_text(rates(table, days_used(content)), "utf-8")


if __name__ == "__main__":
    write(*(Path(argument) for argument in sys.argv[1:4]))
