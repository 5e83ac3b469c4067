"""English of ours in what should be Dutch."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.pofile import read_po
from lxml import html

import grutto_web.locale
from grutto.locale import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE = re.compile(r"\{\w*\}|%\(\w+\)s")
COMMON = re.compile(
    r"\b(the|and|which|that|are|from|has|have|only|than|this|there|unknown|unspecified|until)\b", re.IGNORECASE
)
"""Words that stand in nearly every English sentence, and are no Dutch ones."""


def english_of_ours(text: str) -> list[str]:
    """Return the English texts of both catalogues, of three words or more, that stand in a Dutch text."""
    shown = " ".join(text.split())
    return [text for text in _translated() if text in shown]


def english_in_page(page: Path) -> list[str]:
    """Return English of ours in a page, and texts with common English words that are no quotes of a source."""
    tree = html.parse(page)
    whole = " ".join(map(str, tree.getroot().itertext()))
    return english_of_ours(whole) + [text for text in _shown(tree) if COMMON.search(text)]


@lru_cache
def _translated() -> tuple[str, ...]:
    """Return what is translated, up to its first place: a text that is the same in Dutch is nobody's fault."""
    site = Path(grutto_web.locale.__file__).parent / "nl" / "LC_MESSAGES" / "django.po"
    with site.open("rb") as stream:
        messages = [*catalog("nl"), *read_po(stream)]
    found = {
        " ".join(PLACE.split(text)[0].split())
        for message in messages
        if message.id
        for text, dutch in zip(_forms(message.id), _forms(message.string), strict=False)
        if text != dutch
    }
    return tuple(sorted(text for text in found if len(text.split()) >= 3))


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _shown(tree: Any) -> Iterator[str]:
    """Yield the texts of a page that a reader sees or hears, those that are code or a source's own left out."""
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in {"style", "script", "code"}:
            continue
        if any(a.tag in {"style", "script", "code"} or "data-quote" in a.attrib for a in element.iterancestors()):
            continue
        if "data-quote" not in element.attrib and element.text:
            yield " ".join(element.text.split())
        yield from (" ".join(child.tail.split()) for child in element if child.tail)
        yield from (element.get(name, "") for name in ("aria-label", "title", "alt"))
