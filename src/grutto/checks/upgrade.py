"""Activities of version 1 as they are after the upgrade to 2.03: one set of codes and rules fits all versions."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

from grutto.message import Message
from grutto.readers.iati.flavour import ACTIVITIES
from grutto.readers.iati.upgrade import folded, places, rules, upgraded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grutto.checks.place import Hit
    from grutto.checks.ruleset import StandardRule
    from grutto.checks.wellformed import TextPart

_QUOTED = re.compile(r"""'([^']+)'|"([^"]+)\"""")


def is_of_version_1(rule: StandardRule) -> bool:
    """Tell whether a rule is about what an upgrade changes, so that it means files of version 1 as they stand.

    Such are its words for codes, texts without `narrative`, and texts that version 1 repeats once a language.
    """
    text = " ".join((rule.context, *_texts(rule.case)))
    if rule.kind == "unique" and _last_steps(rules().merge) & {path.split("/@")[0] for path in rule.case["paths"]}:
        return True
    words = {folded(one or other) for one, other in _QUOTED.findall(text)}
    return bool(words & _old_words()) or _own_text().search(text) is not None


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a case; its keys are words of the ruleset."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


@cache
def _old_words() -> set[str]:
    """Return the words for codes that version 1 has and version 2 has not."""
    return {word for codes in rules().code.values() for word in codes.keys() - set(codes.values()) if len(word) > 1}


@cache
def _own_text() -> re.Pattern[str]:
    """Return what finds the text of an element that has it in `narrative` after an upgrade."""
    return re.compile(rf"\b({'|'.join(sorted(_last_steps(rules().narrative)))})/text\(\)")


def _last_steps(paths: Iterable[str]) -> set[str]:
    return {path.rpartition("/")[2] for path in paths}


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
