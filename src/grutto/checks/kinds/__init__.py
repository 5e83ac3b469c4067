"""The kinds of rules of the IATI ruleset specification (`rulesets/SPEC.rst`), a file each.

Where the specification is silent, they follow the published test cases of the standard's validator. A loop is no kind
of its own: it applies others, see `grutto.checks.rules`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.kinds import (
    atleast_one,
    between_dates,
    date_now,
    date_order,
    dependent,
    evaluates_to_true,
    if_then,
    no_more_than_one,
    no_percent,
    no_spaces,
    one_or_all,
    only_one_of,
    regex_matches,
    regex_no_matches,
    startswith,
    strict_sum,
    time_limit,
    unique,
)
from grutto.checks.kinds import (
    range as range_,
)
from grutto.checks.kinds import (
    sum as sum_,
)
from grutto.checks.kinds.searching import by_value, by_xpath, guarded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto.checks.kinds.kind import Bad, Finder, RuleKind, Setting
    from grutto.checks.ruleset import StandardRule

_MODULES = (
    atleast_one,
    between_dates,
    date_now,
    date_order,
    dependent,
    evaluates_to_true,
    if_then,
    no_more_than_one,
    no_percent,
    no_spaces,
    one_or_all,
    only_one_of,
    range_,
    regex_matches,
    regex_no_matches,
    startswith,
    strict_sum,
    sum_,
    time_limit,
    unique,
)
KINDS: dict[str, RuleKind] = {module.__name__.rpartition(".")[2]: module.KIND for module in _MODULES}
"""Kind by its name, which is that of its file."""


def violation(rule: StandardRule) -> str:
    """Return the XPath that holds where a rule is broken; empty if its kind cannot be said in XPath."""
    kind = KINDS.get(rule.kind)
    return kind.broken(rule.case) if kind and kind.broken else ""


def bad_value(rule: StandardRule, setting: Setting) -> Bad | None:
    """Return what makes a single value break a rule; `None` if values cannot be held against it one by one."""
    return KINDS[rule.kind].bad(rule.case, setting)


def value_paths(rule: StandardRule) -> Sequence[str]:
    """Return the paths to the values that `bad_value` is about."""
    return KINDS[rule.kind].values(rule.case)


def finder_of(rule: StandardRule, setting: Setting) -> Finder:
    """Return what finds, in an element of a rule's context, the spots that break it."""
    kind, case = KINDS[rule.kind], rule.case
    if kind.broken:
        finder = by_xpath(kind.broken(case), kind.examples(case), kind.place)
    elif bad := kind.bad(case, setting):
        finder = by_value(kind.values(case), bad)
    elif kind.finder:
        finder = kind.finder(case, setting)
    else:
        raise AssertionError(rule.kind)
    return guarded(case, finder, setting)
