"""How all XML is parsed, of whoever it is: nothing is expanded, nothing is fetched, depth and length are bounded."""

from __future__ import annotations

from typing import Any

from lxml import etree

STRICT: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
"""With the bounds of libxml2 on depth and on the length of texts."""


def strict_parser(**further: Any) -> etree.XMLParser:
    """Return a strict parser.

    Args:
        further: what else it does, as `lxml.etree.XMLParser` has it.
    """
    return etree.XMLParser(**STRICT, **further)
