"""Rules at work on a part of a file: each finds its suspects in one evaluation, and only those are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

from grutto.checks.kinds import bad_value, finder_of, value_paths, violation
from grutto.checks.kinds.dates import NOW
from grutto.checks.place import Hit, text_of
from grutto.checks.xpaths import VARIABLE, below, compiled, found, narrowed, needed
from grutto.store.codec import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grutto.checks.kinds.kind import Bad, Finder, Setting, Variables
    from grutto.checks.place import Spot
    from grutto.checks.ruleset import StandardRule
    from grutto.checks.wellformed import TextPart

    type Sought = tuple[etree.XPath, frozenset[bytes]]

MOST_GROUPS = 20
"""Different values of a loop that count in one element; no list of vocabularies of sectors or regions has more."""
REPAIRS = Path(__file__).parent / "rule_repairs.toml"


@dataclass(frozen=True, slots=True)
class Test:
    """One rule, ready.

    Args:
        rule: what it says.
        suspects: XPaths of the elements that may break it.
        values: XPaths of all values it is about, with what makes one bad: if none is, there is no suspect.
        finder: yields the spots of one suspect.
    """

    rule: StandardRule
    suspects: tuple[Sought, ...]
    values: tuple[Sought, ...]
    bad: Bad | None
    finder: Finder

    def hits(self, part: TextPart) -> Iterator[Hit]:
        """Yield what breaks the rule in a part."""
        rule = self.rule
        if self.bad is not None and self.values and not self._any_bad(part, self.bad):
            return
        repair = rule.repair or repairs()[_repaired_as(rule)]
        for node in found(_present(self.suspects, part), part.root, {}):
            if isinstance(node, etree._Element):
                for spot in self.finder(node, {}):
                    yield Hit(rule.severity, rule.code, rule.message, repair, spot)

    def _any_bad(self, part: TextPart, bad: Bad) -> bool:
        return any(bad(text) for text in distinct(_present(self.values, part), part.root))


def _repaired_as(rule: StandardRule) -> str:
    """Return the kind whose repair fits: where one of two dates is today, there is one date to mend."""
    one_date = rule.kind == "date_order" and NOW in {rule.case["less"], rule.case["more"]}
    return "date_now" if one_date else rule.kind


def _present(sought: Iterable[Sought], part: TextPart) -> Iterator[etree.XPath]:
    """Yield the XPaths that may find something: all elements they need are in the part."""
    return (xpath for xpath, names in sought if all(part.has(name) for name in names))


def distinct(xpaths: Iterable[etree.XPath], root: etree._Element) -> set[str]:
    """Return the different texts that XPaths find: elements, attributes and texts alike."""
    texts: set[str] = set()
    for xpath in xpaths:
        items = cast("list[Any]", xpath(root))
        elements = bool(items) and isinstance(items[0], etree._Element)
        texts.update((text_of(item) for item in items) if elements else items)
    return texts


def sought(expressions: Iterable[str]) -> tuple[Sought, ...]:
    """Return XPaths with the names of the elements that each needs."""
    return tuple((compiled(expression), needed(expression)) for expression in expressions)


@cache
def repairs() -> dict[str, str]:
    """Return what to do when a rule of a kind is broken and its ruleset does not say, by kind."""
    return {kind: str(text) for kind, text in read_toml(REPAIRS).items()}


def tests_of(rules: Iterable[StandardRule], setting: Setting) -> list[Test]:
    """Return rules ready to be applied; a loop gives one test for each rule in it.

    Raises:
        DeclarationError: an XPath or regular expression of a rule is wrong.
    """
    return [test for rule in rules for test in (_loop(rule, setting) if rule.do else [_plain(rule, setting)])]


def _plain(rule: StandardRule, setting: Setting) -> Test:
    suspects = sought(narrowed(rule.context, rule.case.get("condition", ""), violation(rule)))
    bad = bad_value(rule, setting)
    values = below(rule.context, value_paths(rule)) if bad else None
    return Test(rule, suspects, sought(values or ()), bad, finder_of(rule, setting))


def _loop(rule: StandardRule, setting: Setting) -> list[Test]:
    """Return a test for each rule of a loop: it is applied once for each different value that `foreach` finds."""
    foreach = rule.case["foreach"]
    suspects = sought(narrowed(rule.context, rule.case.get("condition", ""), foreach))
    return [Test(do, suspects, (), None, _for_each(foreach, finder_of(do, setting))) for do in rule.do]


def _for_each(foreach: str, finder: Finder) -> Finder:
    groups = compiled(foreach)

    def found_in(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        values = dict.fromkeys(text_of(item) for item in found((groups,), node, variables))
        for value in islice(values, MOST_GROUPS):
            yield from finder(node, {**variables, VARIABLE: value})

    return found_in


def rule_hits(tests: Iterable[Test], part: TextPart) -> Iterator[Hit]:
    """Yield what breaks rules in a part."""
    for test in tests:
        yield from test.hits(part)
