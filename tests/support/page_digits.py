"""Digits in a page that lead nowhere: what the types of content rule out, looked for in the finished HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator

DIGIT = re.compile(r"\d")
VOUCHED = ("data-figure", "data-quote", "data-label")
"""Marks of a figure, of text quoted from a source, and of a label that counts nothing."""
SILENT = {"style", "title", "script"}


def bare_digits(page: str) -> Iterator[str]:
    """Yield each text of a page that holds a digit and is no figure, quote or label."""
    for element in html.document_fromstring(page).iter():
        if not isinstance(element.tag, str) or element.tag in SILENT:
            continue
        parent = element.getparent()
        if element.text and DIGIT.search(element.text) and not _vouched(element):
            yield element.text.strip()
        if element.tail and DIGIT.search(element.tail) and parent is not None and not _vouched(parent):
            yield element.tail.strip()


def _vouched(element: html.HtmlElement) -> bool:
    lineage = (element, *element.iterancestors())
    return any(mark in e.attrib for e in lineage for mark in VOUCHED)
