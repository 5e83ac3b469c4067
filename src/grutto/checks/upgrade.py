"""Activities of version 1 as they are after the upgrade to 2.03: one set of codes and rules fits all versions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from grutto.message import Message
from grutto.readers.iati.flavour import ACTIVITIES
from grutto.readers.iati.upgrade import places, upgraded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grutto.checks.place import Hit
    from grutto.checks.wellformed import TextPart


def upgraded_part(part: TextPart) -> TextPart:
    """Return a part with its activities upgraded, and the places that elements had in the file."""
    origin: dict[etree._Element, str] = {}
    for number, record in enumerate(part.root.iterchildren(ACTIVITIES.item), start=1):
        locator = f"/{ACTIVITIES.root}/{ACTIVITIES.item}[{number}]"
        origin |= places(record, locator)
        origin |= upgraded(record, locator)[2]
    return replace(part, data=etree.tostring(part.root), origin=origin, _names=set())


def after_upgrade(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield hits as warnings at most: rules of 2.03 did not bind the publisher of a file of version 1."""
    for hit in hits:
        severity = hit.severity if hit.severity == "advice" else "warning"
        yield replace(hit, severity=severity, message=Message("As IATI 2.03: {message}", message=hit.message))
