"""Which activities of a publisher's hierarchy count, so that the same money is not added at two levels.

IATI standard, iati-activity/@hierarchy and related-activity/@type (1 parent, 2 child): where a publisher uses several
levels, the same money may stand at more than one. The framework may say which levels count. Else each family stands
by itself, and each kind of amount by itself: what an activity reports counts unless an activity below it reports that
kind too; what it received from another activity of the release is no reason to leave out what those above received from
outside. A publisher that has several levels and links none of them gives no families: there the deepest level with the
kind counts. A publisher may have families without levels: `related-activity` is enough.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from grutto.message import coded
from grutto.model.figure import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.model.framework import Framework
    from grutto.store.engine import Engine

KINDS = ("planned", "committed", "spent", "received")
"""Kinds of amounts: budgets and planned disbursements; transactions of types 2; 3 and 4; 1, 11 and 13."""
TYPES = {"2": "committed", "3": "spent", "4": "spent", "1": "received", "11": "received", "13": "received"}


class LevelVerdict(NamedTuple):
    """Whether an activity counts as one, which kinds of its amounts count, and why."""

    activity: bool
    kinds: frozenset[str]
    reason: str


ALL = frozenset(KINDS)
LEVEL_RULE = "level-rule"
"""Reason of a level: `level-rule|number=NUMBER`, the number of a level rule of the framework, from 0."""


@dataclass(frozen=True, slots=True)
class LevelMember:
    """An activity of a publisher with several levels or families.

    Args:
        level: in the hierarchy.
        kinds: the kinds it has amounts of.
        parent: at least one activity stands below it.
        below: the kinds that those below it have, at any depth.
    """

    level: int
    kinds: frozenset[str]
    parent: bool
    below: frozenset[str]


def levels(engine: Engine, framework: Framework, activities: Iterable[dict[str, Any]]) -> dict[str, LevelVerdict]:
    """Return a verdict for each activity.

    Args:
        engine: with the release's tables registered.
        framework: its level rules come first.
        activities: identifier, reporting_org, hierarchy, snapshot and locator of each.
    """
    publishers: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for activity in activities:
        publishers[activity["reporting_org"]].append(activity)
    family = _family(engine)
    several = {
        org
        for org, own in publishers.items()
        if len({a["hierarchy"] for a in own}) > 1 or any(a["iati_identifier"] in family for a in own)
    }
    chosen = {rule.reporting_org: rule for rule in framework.level}
    members = _members(engine, family, [a for o in several - set(chosen) for a in publishers[o]])
    found: dict[str, LevelVerdict] = {}
    for org, own in publishers.items():
        if rule := chosen.get(org):
            reason = coded(LEVEL_RULE, number=framework.level.index(rule))
            found |= {a["iati_identifier"]: _by_rule(a["hierarchy"] in rule.counted, reason) for a in own}
        elif org in several:
            found |= family_verdicts({a["iati_identifier"]: members[a["iati_identifier"]] for a in own})
        else:
            found |= {a["iati_identifier"]: LevelVerdict(True, ALL, "one-level") for a in own}  # noqa: FBT003
    return found


def _by_rule(counts: bool, reason: str) -> LevelVerdict:  # noqa: FBT001 - what the rule says, not a switch
    return LevelVerdict(counts, ALL if counts else frozenset(), reason)


def family_verdicts(members: dict[str, LevelMember]) -> dict[str, LevelVerdict]:
    """Return the verdicts on the activities of one publisher that the framework has no rule for."""
    if not any(m.parent for m in members.values()):
        return _unlinked(members)
    return {name: _in_family(member) for name, member in members.items()}


def _in_family(member: LevelMember) -> LevelVerdict:
    if not member.parent:
        return LevelVerdict(True, ALL, "none-below")  # noqa: FBT003
    own = member.kinds - member.below
    if own:
        reasons = ("kinds-not-below", *(f"kind.{k}" for k in KINDS if k in own))
        return LevelVerdict(True, ALL - member.below, "\n".join(reasons))  # noqa: FBT003
    return LevelVerdict(False, ALL - member.below, "those-below")  # noqa: FBT003


def _unlinked(members: dict[str, LevelMember]) -> dict[str, LevelVerdict]:
    """Decide by level where no activity names its parent: of each kind, the deepest level that has it."""
    deepest = {k: max((m.level for m in members.values() if k in m.kinds), default=0) for k in KINDS}
    last = max((m.level for m in members.values() if m.kinds), default=max(m.level for m in members.values()))
    every = sorted({m.level for m in members.values()})
    reason = coded("levels-unlinked", levels=", ".join(map(str, every)))
    found = {}
    for name, member in members.items():
        kinds = frozenset(k for k in KINDS if member.level >= deepest[k])
        found[name] = LevelVerdict(member.level == last or bool(kinds & member.kinds), kinds, reason)
    return found


def _family(engine: Engine) -> dict[str, list[str]]:
    """Return those that stand below each activity of the release, at any depth."""
    found: dict[str, list[str]] = defaultdict(list)
    selection = Selection("levels", "family", "iati_identifier", "count")
    for row in engine.rows(selection, ("iati_identifier", "ancestor")):
        found[row["ancestor"]].append(row["iati_identifier"])
    return found


def _members(engine: Engine, family: dict[str, list[str]], activities: list[dict[str, Any]]) -> dict[str, LevelMember]:
    """Return activities with the kinds of amounts that they have, and those below them."""
    if not activities:
        return {}
    kinds: dict[str, set[str]] = defaultdict(set)
    selection = Selection("levels", "money", "iati_identifier", "count")
    for group in engine.aggregate(selection, ("iati_identifier", "kind", "transaction_type", "netted_because")):
        name, group_kind, type_, netted = map(str, group.by)
        kind = TYPES.get(type_) if group_kind == "transaction" else "planned"
        if kind and not (kind == "received" and netted == "chain"):
            kinds[name].add(kind)
    return {
        name: LevelMember(
            level=activity["hierarchy"],
            kinds=frozenset(kinds[name]),
            parent=name in family,
            below=frozenset().union(*(kinds[n] for n in family.get(name, ()))),
        )
        for activity in activities
        for name in (activity["iati_identifier"],)
    }
