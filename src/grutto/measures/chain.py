"""The chain of an activity: all links that its money came by or went on by."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grutto.errors import UnknownNameError
from grutto.measures.session import asked_once, open_release
from grutto.model.figure import Condition, Selection

if TYPE_CHECKING:
    from decimal import Decimal

    from grutto.measures.session import Session
    from grutto.model.figure import Scalar
    from grutto.store.home import Home

FUNDS = "funds"
PAGES = "chain"
"""Folder of the pages of single chains, beside a report."""
ORGANISATIONS = "organisations"
"""Ground of a link whose rows name organisations only, on both sides."""
ROW = (
    "side", "year", "period_start", "value", "currency", "value_date", "units_per_eur", "amount_eur", "unknown_because",
    "basis", "locator",
)  # fmt: skip
COLUMNS = (
    "provider_activity", "receiver_activity", "provider_org", "receiver_org", "status", "basis",
    "sent_eur", "pooled_eur", "received_eur", "matched_eur", "netting_eur",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChainLink:
    """Money between two activities as both sides report it; amounts in euros."""

    provider_activity: str
    receiver_activity: str
    provider_org: str | None
    receiver_org: str | None
    status: str
    basis: str
    sent_eur: Decimal
    pooled_eur: Decimal
    received_eur: Decimal
    matched_eur: Decimal
    netting_eur: Decimal

    @property
    def agreed(self) -> bool:
        """Both sides report the same money."""
        return self.status in {"matched", "matched-by-rate"}


@asked_once
def links(session: Session, flow: str = FUNDS) -> list[ChainLink]:
    """Return all links of a flow, by provider and receiver."""
    selection = Selection("chain", "link", "source_row", "count", (Condition("flow", (flow,)),))
    return [ChainLink(**row) for row in session.engine.rows(selection, COLUMNS)]


def chain_of(known: list[ChainLink], identifier: str) -> list[ChainLink]:
    """Return the links by which an activity's money came, upwards to its start, and went on, downwards to its end."""
    up = _followed(known, identifier, "receiver_activity", "provider_activity")
    down = _followed(known, identifier, "provider_activity", "receiver_activity")
    wanted = up | down
    return [link for link in known if (link.provider_activity, link.receiver_activity) in wanted]


def _followed(known: list[ChainLink], start: str, near: str, far: str) -> set[tuple[str, str]]:
    at: dict[str, list[ChainLink]] = defaultdict(list)
    for link in known:
        at[getattr(link, near)].append(link)
    seen, waiting, found = {start}, [start], set()
    while waiting:
        for link in at[waiting.pop()]:
            found.add((link.provider_activity, link.receiver_activity))
            if (name := getattr(link, far)) not in seen:
                seen.add(name)
                waiting.append(name)
    return found


def starts(known: list[ChainLink]) -> list[str]:
    """Return the activities at which chains begin, those that carry most first."""
    targets = {link.receiver_activity for link in known}
    sent: dict[str, list[ChainLink]] = defaultdict(list)
    for link in known:
        if link.provider_activity not in targets:
            sent[link.provider_activity].append(link)
    ordered = sorted(sent, key=lambda name: (-sum(link.matched_eur for link in sent[name]), name))
    return [name for name in ordered if len(chain_of(known, name)) > 1]


def page_folder(identifier: str) -> str:
    """Return the folder of a chain's page, beside a report."""
    return f"{PAGES}/{re.sub(r'[^A-Za-z0-9]+', '-', identifier).strip('-')}"


@asked_once
def sides(session: Session, link: ChainLink, flow: str = FUNDS) -> list[dict[str, Any]]:
    """Return the rows of both sides of a link, with file, place and amount.

    Where a part of the money was sent without naming an activity, the provider's rows that name none are among them;
    so are the receiver's rows that several providers share.
    """
    receivers = (link.receiver_activity, None) if link.pooled_eur else (link.receiver_activity,)
    found = _link_rows(session, flow, provider_activity=(link.provider_activity,), receiver_activity=receivers)
    if link.basis == ORGANISATIONS and all(row["side"] == "provider" for row in found):
        own = (Condition("iati_identifier", (link.provider_activity,)),)
        (owner,) = session.engine.rows(Selection("chain", "portfolio", "source_row", "count", own), ("reporting_org",))
        shared = {"provider_activity": (None,), "receiver_activity": (link.receiver_activity,)}
        found += _link_rows(session, flow, **shared, basis=(ORGANISATIONS,), partner_org=(owner["reporting_org"],))
    return [{**{name: r[name] for name in ROW}, "file": session.file_name(r["snapshot"])} for r in found]


def _link_rows(session: Session, flow: str, **where: tuple[Scalar, ...]) -> list[dict[str, Any]]:
    conditions = (Condition("flow", (flow,)), *(Condition(name, values) for name, values in where.items()))
    return session.engine.rows(Selection("chain", "link_row", "source_row", "count", conditions), (*ROW, "snapshot"))


def chain_rows(home: Home, identifier: str, release: str = "") -> list[dict[str, Any]]:
    """Return every row of both sides of each link in the chain of an activity: see `side_rows`."""
    with open_release(home, None, release) as session:
        return side_rows(session, identifier)


def side_rows(session: Session, identifier: str) -> list[dict[str, Any]]:
    """Return every row of both sides of each link in the chain of an activity.

    Raises:
        UnknownNameError: no link of the release names this activity.
    """
    known = links(session)
    if not any(identifier in {link.provider_activity, link.receiver_activity} for link in known):
        raise UnknownNameError(
            "No row names money that came to or went from “{identifier}”",
            repair="give the IATI identifier as it stands in the files",
            command="grutto measure links --by iati_identifier",
            identifier=identifier,
        )
    return [
        {"from": link.provider_activity, "to": link.receiver_activity, "status": link.status, **row}
        for link in chain_of(known, identifier)
        for row in sides(session, link)
    ]
