"""How what breaks a rule is found: by an XPath, or value by value; and when nothing is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.place import Spot, spot_of, text_of
from grutto.checks.xpaths import compiled, found
from grutto.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from grutto.checks.kinds.kind import Bad, Case, Finder, Setting, Variables

MANY = 5


def by_xpath(broken: str, examples: Sequence[str], place: int | None) -> Finder:
    """Return what finds elements by an XPath that holds where a rule is broken; see `RuleKind`."""
    test = compiled(f"boolean({broken})")
    paths = [compiled(path, smart=True) for path in examples]

    def finder(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        if not test(node, **variables):
            return
        spots = [spot_of(item, node) for item in found(paths, node, variables)]
        at = spots[min(place, len(spots) - 1)] if place is not None and spots else Spot(node)
        yield Spot(at.element, at.attribute, _listed(spots))

    return finder


def _listed(spots: list[Spot]) -> str:
    """Return some values in one line, and how many more there are."""
    texts = [" ".join(spot.value.split())[:40] for spot in spots]
    texts = [text for text in texts if text]
    listed, more = " · ".join(texts[:MANY]), len(texts) - MANY
    return Message("{listed} … and {number} more", listed=listed, number=more) if more > 0 else listed


def by_value(paths: Sequence[str], bad: Bad) -> Finder:
    """Return what finds the values that are bad by themselves."""
    xpaths = [compiled(path, smart=True) for path in paths]

    def finder(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        for item in found(xpaths, node, variables):
            if bad(text_of(item)):
                yield spot_of(item, node)

    return finder


def guarded(case: Case, finder: Finder, setting: Setting) -> Finder:
    """Return a finder that is silent where `condition` or `idCondition` do not hold."""
    condition = compiled(f"boolean({case['condition']})") if "condition" in case else None
    ids = [compiled(path) for path in case["paths"]] if "id_condition" in case else []
    known = setting.id_sets.get("ORG-ID", frozenset())
    prefix = case.get("id_condition") == "NOT_EXISTING_ORG_ID_PREFIX"

    def silent(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        if condition is not None and not condition(node, **variables):
            return
        texts = (text_of(item) for item in found(ids, node, variables))
        if any(starts_with_known(text, known, "-") if prefix else text in known for text in texts):
            return
        yield from finder(node, variables)

    return silent if condition is not None or ids else finder


def starts_with_known(text: str, known: frozenset[str], separator: str) -> bool:
    """Tell whether a text starts with a known one and the separator; quick however many are known."""
    at = text.find(separator)
    while at >= 0:
        if text[:at] in known:
            return True
        at = text.find(separator, at + 1)
    return False
