"""Which activities of a publisher's hierarchy count, so that the same money is not added at two levels.

IATI standard, iati-activity/@hierarchy and related-activity/@type (1 parent, 2 child): where a publisher uses several
levels, the same money may stand at more than one. The framework may say which levels count. Else each family is judged
by itself, and each kind of amount by itself: what an activity reports counts unless an activity below it reports that
kind too. A publisher that links none of its levels gives no families: there the deepest level with the kind counts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from grutto.model.figure import Condition, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.model.framework import Framework
    from grutto.store.engine import Engine

KINDS = ("planned", "committed", "spent", "received")
"""Kinds of amounts: budgets and planned disbursements; transactions of types 2; 3 and 4; 1, 11 and 13."""
TYPES = {"2": "committed", "3": "spent", "4": "spent", "1": "received", "11": "received", "13": "received"}
WORDS = {"planned": "budgets", "committed": "commitments", "spent": "spending", "received": "what was received"}


class Verdict(NamedTuple):
    """Whether an activity counts as one, which kinds of its amounts count, and why."""

    activity: bool
    kinds: frozenset[str]
    reason: str


ALL = frozenset(KINDS)


@dataclass(frozen=True, slots=True)
class Member:
    """An activity of a publisher that uses several levels: its level, its children, the kinds it has amounts of."""

    level: int
    children: tuple[str, ...]
    kinds: frozenset[str]


def levels(engine: Engine, framework: Framework, activities: Iterable[dict[str, Any]]) -> dict[str, Verdict]:
    """Return a verdict for each activity.

    Args:
        engine: with the release's tables registered.
        framework: its level rules come first.
        activities: identifier, reporting_org, hierarchy, snapshot and locator of each.
    """
    publishers: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for activity in activities:
        publishers[activity["reporting_org"]].append(activity)
    several = {o for o, own in publishers.items() if len({a["hierarchy"] for a in own}) > 1}
    chosen = {rule.reporting_org: rule for rule in framework.level}
    members = _members(engine, [a for o in several - set(chosen) for a in publishers[o]])
    found: dict[str, Verdict] = {}
    for org, own in publishers.items():
        if rule := chosen.get(org):
            found |= {a["iati_identifier"]: _by_rule(a["hierarchy"] in rule.counted, rule.reason) for a in own}
        elif org in several:
            found |= family_verdicts({a["iati_identifier"]: members[a["iati_identifier"]] for a in own})
        else:
            found |= {a["iati_identifier"]: Verdict(True, ALL, "the publisher reports at one level") for a in own}  # noqa: FBT003
    return found


def _by_rule(counts: bool, reason: str) -> Verdict:  # noqa: FBT001 - what the rule says, not a switch
    return Verdict(counts, ALL if counts else frozenset(), reason)


def family_verdicts(members: dict[str, Member]) -> dict[str, Verdict]:
    """Return the verdicts on the activities of one publisher that the framework has no rule for."""
    if not any(m.children for m in members.values()):
        return _unlinked(members)
    below: dict[str, frozenset[str]] = {}
    for name, member in sorted(members.items(), key=lambda item: -item[1].level):
        below[name] = frozenset().union(*(members[c].kinds | below[c] for c in member.children))
    return {name: _in_family(member, below[name]) for name, member in members.items()}


def _in_family(member: Member, below: frozenset[str]) -> Verdict:
    if not member.children:
        return Verdict(True, ALL, "no activity of the release stands below it")  # noqa: FBT003
    own = member.kinds - below
    if own:
        words = ", ".join(WORDS[k] for k in KINDS if k in own)
        return Verdict(True, ALL - below, f"counted for what no activity below it reports: {words}")  # noqa: FBT003
    return Verdict(False, ALL - below, "the activities below it count")  # noqa: FBT003


def _unlinked(members: dict[str, Member]) -> dict[str, Verdict]:
    """Judge by level where no activity names its parent: of each kind, the deepest level that has it."""
    deepest = {k: max((m.level for m in members.values() if k in m.kinds), default=0) for k in KINDS}
    last = max((m.level for m in members.values() if m.kinds), default=max(m.level for m in members.values()))
    every = sorted({m.level for m in members.values()})
    reason = (
        f"the publisher reports at levels {every} and links none of them; the deepest with the kind of amount counts"
    )
    found = {}
    for name, member in members.items():
        kinds = frozenset(k for k in KINDS if member.level >= deepest[k])
        found[name] = Verdict(member.level == last or bool(kinds & member.kinds), kinds, reason)
    return found


def _members(engine: Engine, activities: list[dict[str, Any]]) -> dict[str, Member]:
    """Return the activities of publishers with several levels, with their children and kinds of amounts."""
    if not activities:
        return {}
    known = {a["iati_identifier"]: a for a in activities}
    children: dict[str, set[str]] = defaultdict(set)
    for parent, child in _pairs(engine, known):
        children[parent].add(child)
    kinds: dict[str, set[str]] = defaultdict(set)
    orgs = tuple(sorted({a["reporting_org"] for a in activities}))
    where = (Condition("portfolio.reporting_org", orgs),)
    selection = Selection("levels", "amount", "iati_identifier", "count", where)
    for group in engine.aggregate(selection, ("iati_identifier", "kind", "transaction_type")):
        kind = TYPES.get(str(group.by[2])) if group.by[1] == "transaction" else "planned"
        kinds[str(group.by[0])] |= {kind} if kind else set()
    return {
        name: Member(a["hierarchy"], tuple(sorted(children[name])), frozenset(kinds[name])) for name, a in known.items()
    }


def _pairs(engine: Engine, known: dict[str, dict[str, Any]]) -> Iterable[tuple[str, str]]:
    """Yield parent and child: of one publisher, the child at a deeper level, in the copies that count."""
    columns = ("iati_identifier", "ref", "type", "snapshot", "parent")
    selection = Selection("levels", "related_activity", "iati_identifier", "count", (Condition("type", ("1", "2")),))
    for row in engine.rows(selection, columns):
        own = known.get(row["iati_identifier"])
        if own is None or (own["snapshot"], own["locator"]) != (row["snapshot"], row["parent"]):
            continue
        ends = (row["iati_identifier"], row["ref"])
        parent, child = ends if row["type"] == "2" else ends[::-1]
        upper, lower = known.get(parent), known.get(child)
        if upper and lower and _above(upper, lower):
            yield parent, child


def _above(upper: dict[str, Any], lower: dict[str, Any]) -> bool:
    return bool(upper["reporting_org"] == lower["reporting_org"] and upper["hierarchy"] < lower["hierarchy"])
