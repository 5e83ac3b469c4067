"""What a kind of rule is: how it finds what breaks a rule, in one of three ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from lxml import etree

    from grutto.checks.place import Spot

    type Case = dict[str, Any]
    type Variables = dict[str, str]
    type Finder = Callable[[etree._Element, Variables], Iterator[Spot]]
    type Bad = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Setting:
    """What rules are held against beside the file.

    Args:
        today: dates after it are in the future.
        id_sets: `ORG-ID` (identifiers of publishers) and `ORG-ID-PREFIX` (registration agencies).
    """

    today: date
    id_sets: Mapping[str, frozenset[str]]


def paths_of(case: Case) -> Sequence[str]:
    """Return the paths of a case; some kinds have none."""
    paths: Sequence[str] = case.get("paths", ())
    return paths


@dataclass(frozen=True, slots=True)
class RuleKind:
    """A kind of rule: it has `broken`, or `bad`, or `finder`, or the last two.

    Args:
        broken: the XPath that holds where a rule is broken.
        examples: paths to what is shown then.
        place: which of these is the place; without it, or where there are none, the element itself.
        bad: what makes a single value break a rule; `None` if values of this case cannot be held against it one by one.
        values: paths to those values.
        finder: given an element of the context, yields the spots that break the rule.
    """

    broken: Callable[[Case], str] | None = None
    examples: Callable[[Case], Sequence[str]] = paths_of
    place: int | None = None
    bad: Callable[[Case, Setting], Bad | None] = lambda _case, _setting: None
    values: Callable[[Case], Sequence[str]] = paths_of
    finder: Callable[[Case, Setting], Finder] | None = None
