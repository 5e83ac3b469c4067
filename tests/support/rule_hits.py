"""What a rule finds in a snippet."""

from __future__ import annotations

from datetime import date
from typing import Any

from lxml import etree

from grutto.checks.kinds.kind import Setting
from grutto.checks.place import Hit, locator
from grutto.checks.rules import tests_of as ready
from grutto.checks.ruleset import parse_ruleset
from grutto.checks.wellformed import TextPart

TODAY = date(2024, 1, 1)
IDS = {"ORG-ID": frozenset({"XM-DAC-7"}), "ORG-ID-PREFIX": frozenset({"XM-DAC", "GB-COH"})}


def hits(kind: str, case: dict[str, Any], inside: str, context: str = "/x/y") -> list[Hit]:
    """Return what breaks a rule of a kind in an element `y` with some content."""
    rules = parse_ruleset({context: {kind: {"cases": [case]}}}, "test")
    text = f"<x><y>{inside}</y></x>".encode()
    part = TextPart(etree.fromstring(text), 0, True, 0, text)
    return [hit for test in ready(rules, Setting(TODAY, IDS)) for hit in test.hits(part)]


def assert_kept_and_broken(kind: str, case: dict[str, Any], kept: str, broken: str, place: str) -> None:
    """Check that one snippet keeps a rule, and that another breaks it at one place."""
    assert hits(kind, case, kept) == []
    assert [locator(hit.spot) for hit in hits(kind, case, broken)] == [place]
