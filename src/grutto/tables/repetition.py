"""How much of what an activity pays out stands with others too: those below it, or those that sent it the money.

Within a family, each branch counts at the level that reports most: a middle level that reports nothing, or a part,
hides nothing of what stands below it. What others sent to an activity, and is not spent by itself, was spent by those
below it.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from grutto.model.figure import Condition, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.store.engine import Engine

MILLION = 1_000_000


class MoneyMoved(NamedTuple):
    """Money in millionths of a euro: paid, and what of it came back."""

    paid: int = 0
    refund: int = 0

    @property
    def net(self) -> int:
        """What is left of it."""
        return self.paid - self.refund


class RepeatedTransfer(NamedTuple):
    """The same money in the rows of two activities."""

    provider: str
    receiver: str
    moved: MoneyMoved


def repetition_rows(engine: Engine) -> dict[str, list[Any]]:
    """Return the rows of the table `repetition`."""
    where = (Condition("distance", (1,)),)
    parents = {
        r["iati_identifier"]: r["ancestor"] for r in _rows(engine, "family", ("iati_identifier", "ancestor"), where)
    }
    outflows: dict[str, dict[str, MoneyMoved]] = defaultdict(dict)
    for row in _rows(engine, "outflow", ("flow", "iati_identifier", "paid_eur", "refund_eur")):
        outflows[row["flow"]][row["iati_identifier"]] = MoneyMoved(_whole(row["paid_eur"]), _whole(row["refund_eur"]))
    columns = ("flow", "provider_activity", "receiver_activity", "netting_eur", "refund_eur")
    transfers: dict[str, list[RepeatedTransfer]] = defaultdict(list)
    for row in _rows(engine, "link", columns):
        refund = _whole(row["refund_eur"])
        moved = MoneyMoved(_whole(row["netting_eur"]) + refund, refund)
        if any(moved):
            transfers[row["flow"]].append(RepeatedTransfer(row["provider_activity"], row["receiver_activity"], moved))
    found = []
    for flow in sorted(outflows):
        by_level, by_chain = repeated(parents, outflows[flow], transfers[flow])
        names = sorted(n for n in by_level.keys() | by_chain.keys() if any(by_level[n]) or any(by_chain[n]))
        found += [(flow, name, *map(_euros, (*by_level[name], *by_chain[name]))) for name in names]
    heads = ("flow", "iati_identifier", "level_paid_eur", "level_refund_eur", "chain_paid_eur", "chain_refund_eur")
    return {head: [row[i] for row in found] for i, head in enumerate(heads)}


def _rows(
    engine: Engine, relation: str, columns: tuple[str, ...], where: tuple[Condition, ...] = ()
) -> list[dict[str, Any]]:
    return engine.rows(Selection("repetition", relation, columns[0], "count", where), columns)


def _whole(euros: Decimal) -> int:
    return int(euros * MILLION)


def _euros(whole: int) -> Decimal:
    return Decimal(whole).scaleb(-6)


def repeated(
    parents: dict[str, str], outflows: dict[str, MoneyMoved], transfers: Iterable[RepeatedTransfer]
) -> tuple[defaultdict[str, MoneyMoved], defaultdict[str, MoneyMoved]]:
    """Return what those below an activity report once more, and what others sent to it or to those above it.

    Args:
        parents: the parent of each activity that has one; never a circle.
        outflows: what each activity paid out.
        transfers: the same money in the rows of two activities; never in a circle.
    """
    sent, inside, after = _by_receiver(parents, transfers)
    order = _upwards(parents)
    below: defaultdict[str, MoneyMoved] = defaultdict(MoneyMoved)
    for name in order:
        own = _plus(outflows.get(name, MoneyMoved()), inside[name], -1)
        most = own if own.net >= below[name].net else below[name]
        if name in parents:
            below[parents[name]] = _plus(below[parents[name]], most)
    _hand_down(parents, order[::-1], _Room(outflows, below, sent), after)
    return below, sent


def _by_receiver(
    parents: dict[str, str], transfers: Iterable[RepeatedTransfer]
) -> tuple[defaultdict[str, MoneyMoved], defaultdict[str, MoneyMoved], dict[str, set[str]]]:
    """Return what was sent to each, what of it by others of its family, and whose rows are netted by whose."""
    sent: defaultdict[str, MoneyMoved] = defaultdict(MoneyMoved)
    inside: defaultdict[str, MoneyMoved] = defaultdict(MoneyMoved)
    after: dict[str, set[str]] = defaultdict(set)
    for provider, receiver, moved in transfers:
        sent[receiver] = _plus(sent[receiver], moved)
        after[provider].add(receiver)
        if _root(provider, parents) == _root(receiver, parents):
            inside[receiver] = _plus(inside[receiver], moved)
    for child, parent in parents.items():
        after[child].add(parent)
    return sent, inside, after


def _plus(one: MoneyMoved, other: MoneyMoved, sign: int = 1) -> MoneyMoved:
    return MoneyMoved(one.paid + sign * other.paid, one.refund + sign * other.refund)


def _root(name: str, parents: dict[str, str]) -> str:
    while name in parents:
        name = parents[name]
    return name


def _upwards(parents: dict[str, str]) -> list[str]:
    """Return the members of families, each before its parent."""
    depth = dict.fromkeys(set(parents.values()) - parents.keys(), 0)
    waiting = sorted(parents)
    while waiting:
        ready = [n for n in waiting if parents[n] in depth]
        depth |= {n: depth[parents[n]] + 1 for n in ready}
        waiting = [n for n in waiting if n not in depth]
    return sorted(depth, key=lambda name: (-depth[name], name))


class _Room(NamedTuple):
    """What there is to net in families."""

    outflows: dict[str, MoneyMoved]
    below: dict[str, MoneyMoved]
    sent: defaultdict[str, MoneyMoved]

    def left(self, name: str) -> int:
        """Return what an activity paid that those below it do not report."""
        net = self.outflows.get(name, MoneyMoved()).net
        return max(net - max(min(self.below[name].net, net), 0), 0)


def _hand_down(parents: dict[str, str], order: list[str], room: _Room, after: dict[str, set[str]]) -> None:
    """Give what was sent to an activity and is not spent by itself to those below it, in proportion to their room."""
    children: dict[str, list[str]] = defaultdict(list)
    for child, parent in sorted(parents.items()):
        children[parent].append(child)
    free: dict[str, int] = {}
    for name in reversed(order):
        own = room.left(name) - room.sent[name].net
        free[name] = max(own + sum(free[c] for c in children[name]), 0)
    for name in order:
        spare = min(room.sent[name].net - room.left(name), sum(free[c] for c in children[name]))
        if spare <= 0 or _in_circle(name, children, after):
            continue
        room.sent[name] = _plus(room.sent[name], MoneyMoved(spare), -1)
        whole, upto = sum(free[c] for c in children[name]), 0
        for child in children[name]:
            before, upto = upto, upto + free[child]
            room.sent[child] = _plus(room.sent[child], MoneyMoved(spare * upto // whole - spare * before // whole))


def _in_circle(name: str, children: dict[str, list[str]], after: dict[str, set[str]]) -> bool:
    """Tell whether those below an activity lead back to one that sends to it."""
    senders = {n for n, receivers in after.items() if name in receivers and n not in children[name]}
    seen: set[str] = set()
    waiting = list(children[name])
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            waiting += chain(children[at], after.get(at, set()))
    return bool(senders & seen)
