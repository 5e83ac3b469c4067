"""Validity against the official XSD of the file's version, told in plain words (`schema_remarks.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lxml import etree

from grutto.checks.place import Hit, Spot, identifier_of, locator
from grutto.errors import InputError
from grutto.message import Message, msg, used
from grutto.model.finding import Finding
from grutto.store.codec import declared
from grutto.store.xml_parser import strict_parser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.checks.place import FindingList
    from grutto.checks.wellformed import TextPart
    from grutto.message import Value

WORDS = Path(__file__).parent / "schema_remarks.toml"


CROWD = 20_000
"""Elements in one other element beyond which validation might take minutes."""


LONGEST = 2_000
"""Signs of a message in which plain words are looked for: libxml2 repeats a value of ten million signs whole."""


TYPES = {
    "xs:date": msg("a day"),
    "xsd:date": msg("a day"),
    "xs:dateTime": msg("a day and time"),
    "xs:decimal": msg("a number"),
    "xs:double": msg("a number"),
    "xs:int": msg("a whole number"),
    "xs:integer": msg("a whole number"),
    "xs:nonNegativeInteger": msg("a whole number, not below zero"),
    "xs:positiveInteger": msg("a whole number above zero"),
    "xs:boolean": msg("1 or 0"),
    "xs:anyURI": msg("an address"),
    "xs:gYear": msg("a year"),
    "xs:language": msg("the code of a language"),
    "xs:NMTOKEN": msg("a code without spaces"),
}
"""Types of the schema in plain words."""


@dataclass(frozen=True, slots=True)
class SchemaRemark:
    """Plain words for one kind of message of libxml2.

    Args:
        code: see `Finding`.
        pattern: regular expression with named groups that finds the message.
        message: plain words; names of groups in braces, and `{element}`.
        repair: likewise.
    """

    code: str
    pattern: str
    message: str
    repair: str


@dataclass(frozen=True, slots=True)
class SchemaRemarks:
    """All of them; the first that fits is taken."""

    remark: tuple[SchemaRemark, ...]


@cache
def _remarks() -> tuple[tuple[re.Pattern[str], SchemaRemark], ...]:
    found = declared(WORDS, SchemaRemarks)
    return tuple((re.compile(remark.pattern, re.DOTALL), remark) for remark in found.remark)


def read_schema(path: Path) -> etree.XMLSchema:
    """Return a schema ready to validate; what it includes must lie beside it, nothing is fetched.

    Raises:
        InputError: it is not a schema.
    """
    try:
        return etree.XMLSchema(etree.parse(str(path), strict_parser()))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError, OSError) as error:
        raise InputError(
            "This schema cannot be used: {detail}", where=path, repair="get the standard again", detail=str(error)
        ) from error


def check_schema(schema: etree.XMLSchema, part: TextPart, collected: FindingList) -> None:
    """Add what is not valid in a part; what concerns the root element is told once, in the first part.

    libxml2 names the place of each mistake in a time that grows with the elements beside it: a part where more than
    `CROWD` stand side by side is not validated, and a finding says so.
    """
    crowded = _crowded(part)
    if crowded is not None:
        collected.take(part, [_unchecked(Spot(crowded))])
        return
    if schema.validate(part.root):
        return
    for entry in cast("Iterable[etree._LogEntry]", schema.error_log):
        path = entry.path or ""
        if path.count("/") < 2 and not part.first:
            continue
        remark, groups = _plain_words(entry.message)
        if collected.wants(remark.code):
            collected.add(_finding(entry, part, collected.file, (remark, groups)))
        else:
            collected.counts[remark.code] += 1


def _crowded(part: TextPart) -> etree._Element | None:
    """Return an element with more than `CROWD` others in it, looked for only if the part has as many tags."""
    tags = part.data.count(b"<") - part.data.count(b"</")
    if tags <= CROWD:
        return None
    return next((element for element in part.root.iterdescendants() if len(element) > CROWD), None)


def _unchecked(spot: Spot) -> Hit:
    message = Message(
        "More than {number} elements stand side by side here; this part was not checked against the schema",
        number=CROWD,
    )
    repair = msg("split the activity, or check it with another tool")
    return Hit("warning", "layer.schema-crowded", message, repair, spot)


def _plain_words(message: str) -> tuple[SchemaRemark, dict[str, str]]:
    if len(message) > LONGEST:
        message = f"{message[: LONGEST // 2]}…{message[-LONGEST // 2 :]}"
    for pattern, remark in _remarks():
        found = pattern.search(message)
        if found:
            groups = {key: _clean(value) for key, value in found.groupdict("").items()}
            return remark, groups | {
                "type": TYPES.get(groups.get("type", ""), msg("see the reference of this element"))
            }
    return SchemaRemark("schema.other", "", "{said}", msg("see the reference of this element")), {
        "said": _clean(message)
    }


def _finding(
    entry: etree._LogEntry, part: TextPart, file: str, wording: tuple[SchemaRemark, dict[str, str]]
) -> Finding:
    remark, groups = wording
    element = _element(part, entry.path or "")
    xpath = part.locator(locator(Spot(element)) if element is not None else _indexed(entry.path or ""))
    words = {"element": _local(xpath)} | groups
    places: dict[str, Value] = {**words, "type": Message(words["type"])} if "type" in words else {**words}
    return Finding(
        "error",
        remark.code,
        Message(remark.message, **used(remark.message, places)),
        Message(remark.repair, **used(remark.repair, places)),
        file,
        "" if element is None else identifier_of(element),
        f"{xpath}/@{words['attribute']}" if words.get("attribute") else xpath,
        part.line_of(entry.line),
        words.get("value", "")[:200],
    )


def _element(part: TextPart, path: str) -> etree._Element | None:
    """Return the element that libxml2 names by its path; it writes `*` for elements with a namespace."""
    try:
        found = part.root.xpath(path) if path else []
    except etree.XPathError:
        return None
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else None


def _indexed(path: str) -> str:
    """Return a path with a position on every step but the root, as the other layers write it."""
    root, *steps = path.strip("/").split("/")
    return "/" + "/".join([root, *(step if step.endswith("]") else f"{step}[1]" for step in steps)])


def _local(xpath: str) -> str:
    return re.sub(r"\[\d+\]", "", xpath.rsplit("/", 1)[-1])


def _clean(text: str) -> str:
    """Return a part of a message without braces that would read as a namespace, at most 200 characters."""
    return re.sub(r"\{[^}]*\}", "", text).strip()[:200]
