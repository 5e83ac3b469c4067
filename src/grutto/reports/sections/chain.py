"""The chain of money: what was netted and why, where both sides agree and where not, and the largest chains drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import (
    Block,
    Facts,
    FigureText,
    Flows,
    Label,
    Line,
    Link,
    Paragraph,
    Section,
    Sentence,
    Table,
    TableColumn,
    Transfer,
)
from grutto.content.labels import NETTED, STATUSES
from grutto.measures.chain import FUNDS, ChainLink, chain_of, links, page_folder, starts
from grutto.message import msg
from grutto.reports.context import say
from grutto.reports.tables import cell, without_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.model.figure import Figure, Scalar
    from grutto.reports.context import Context

CHAINS = 3
"""Chains drawn: those that carry most."""

MOST = 25
"""Links listed of one chain."""


def section(context: Context) -> Section:
    """Return the chain of money."""
    known = links(context.session)
    blocks: list[Block] = [*_note(context), *_statuses(context, known)]
    parts = tuple(_chain(context, start, known) for start in starts(known)[:CHAINS])
    return Section("chain", say("The chain of money"), tuple(blocks), parts, lower=True)


def _note(context: Context) -> list[Block]:
    text = msg(
        "The same money can stand in the file of a ministry, of its implementer and of a local partner. It is counted"
        " where it first leaves an activity; what others send on of it is netted, up to what they were sent."
    )
    year = {"year": context.year}
    pairs: list[tuple[Line, Line]] = [
        (say("Spent, at every level"), cell(context.book.measure("spent_gross", **year))),
        (say("Netted"), cell(context.book.measure("spent_netted", **year))),
    ]
    for at, figure in context.book.breakdown("spent_netted", "netted_because", **year):
        if at["netted_because"] is not None:
            reason = Sentence(NETTED[str(at["netted_because"])])
            pairs.append((say("of which {reason}", reason=reason), cell(figure)))
    pairs.append((say("Spent, counted once"), cell(context.book.measure("spent_once", **year))))
    return [Paragraph(say(text)), Facts(tuple(pairs))]


def _statuses(context: Context, known: list[ChainLink]) -> list[Block]:
    if not known:
        return [Paragraph(say("No file names an activity that money came from or went to."))]
    matched = {at["status"]: f for at, f in context.book.breakdown("link_matched", "status", flow=FUNDS)}
    differing = {at["status"]: f for at, f in context.book.breakdown("link_difference", "status", flow=FUNDS)}
    counts = context.book.breakdown("links", "status", flow=FUNDS)
    rows = tuple(
        (
            say(STATUSES[str(at["status"])]),
            cell(figure),
            cell(matched[at["status"]]),
            (FigureText(differing[at["status"]], "signed"),),
        )
        for at, figure in counts
    )
    heads = (msg("Links"), msg("The same money"), msg("Sent less received"))
    columns = (
        TableColumn(say("What both sides report")),
        *(TableColumn(say(h), numeric=True) for h in heads),
    )
    return [Table(say("Links between activities, all years"), columns, rows)]


def _chain(context: Context, start: str, known: list[ChainLink]) -> Section:
    own = chain_of(known, start)
    way = Paragraph(
        (
            Link(say("On a page of its own, with the rows of both sides"), f"{page_folder(start)}/"),
            Label(f" · {start}"),
        ),
        "small",
    )
    return Section(f"chain-{start}", (context.title(start),), (way, *chain_blocks(context, own)))


def chain_blocks(context: Context, own: list[ChainLink]) -> Iterator[Block]:
    """Yield the drawing of a chain and the table of its links."""
    for name in ("link_matched", "link_sent", "link_received"):
        context.book.measure_all(name, [_at(link) for link in own[:MOST]])
    flows = tuple(
        Transfer(link.provider_activity, link.receiver_activity, _matched(context, link), link.agreed)
        for link in own[:MOST]
        if link.status not in {"self", "circle", "partner-missing"}
    )
    orgs = {link.provider_activity: link.provider_org for link in own}
    orgs |= {link.receiver_activity: link.receiver_org for link in own}
    called = tuple((name, org or name) for name, org in orgs.items())
    if flows:
        yield Flows(say("Money passed on in all years, in euros; dashed where the sides differ"), flows, called)
    yield _links_table(context, own[:MOST])


def _matched(context: Context, link: ChainLink) -> Figure:
    return context.book.measure("link_matched", **_at(link))


def _at(link: ChainLink) -> dict[str, Scalar]:
    return {
        "flow": FUNDS,
        "provider_activity": link.provider_activity,
        "receiver_activity": link.receiver_activity,
    }


def _links_table(context: Context, own: list[ChainLink]) -> Table:
    rows = tuple(
        (
            (context.title(link.provider_activity),),
            (context.title(link.receiver_activity),),
            say(STATUSES[link.status]),
            cell(context.book.measure("link_sent", **_at(link))),
            cell(context.book.measure("link_pooled", **_at(link))) if link.pooled_eur else (),
            cell(context.book.measure("link_received", **_at(link))),
            cell(_matched(context, link)),
        )
        for link in own
    )
    amounts = (msg("Sent"), msg("Sent to no one by name"), msg("Received"), msg("The same money"))
    columns = (
        *(TableColumn(say(h)) for h in (msg("From"), msg("To"), msg("What both sides report"))),
        *(TableColumn(say(h), numeric=True) for h in amounts),
    )
    caption = say("Every link of this chain, with the rows of both sides behind its figures")
    return without_empty(Table(caption, columns, rows))
