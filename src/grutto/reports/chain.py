"""The chain of money of one activity, on a page of its own: drawn, as a table, and with the rows of both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto.content.blocks import (
    Block,
    Document,
    Facts,
    Heading,
    Label,
    Number,
    Paragraph,
    Quote,
    Reason,
    Section,
    Sentence,
    Table,
    TableColumn,
)
from grutto.content.labels import STATUSES
from grutto.errors import UnknownNameError
from grutto.measures.chain import FUNDS, ChainLink, chain_of, links, sides
from grutto.message import msg
from grutto.reports.code import code_version
from grutto.reports.context import Context, authored, day, say
from grutto.reports.sections.chain import chain_blocks
from grutto.reports.tables import cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from grutto.content.blocks import Inline, Line
    from grutto.measures.session import Session

SIDES = {"provider": msg("sent"), "receiver": msg("received")}
GROUNDS = {
    "activity": msg("the row names the activity"),
    "organisation": msg("the row names the organisation"),
    "organisations": msg("both sides name the organisation only"),
    "participant": msg("the activity takes part in the other"),
    "related": msg("the activities are related"),
    "none": msg("the row names no activity"),
}


def chain_document(session: Session, identifier: str, year: int | None = None) -> tuple[int, Document]:
    """Return the year of an activity's chain, and its document.

    Args:
        session: the open release, with a framework: whose policy it is, and what is fictional, stands on the page.
        identifier: the activity.
        year: of the report that it stands beside; without it, the last year of its rows.

    Raises:
        UnknownNameError: no link of the release names this activity, or there is no framework.
    """
    if session.framework is None:
        raise UnknownNameError("A page needs a policy framework", repair="name one", command="--framework nl-2008")
    known = links(session)
    own = chain_of(known, identifier)
    if not own:
        raise UnknownNameError(
            "No row names money that came to or went from “{identifier}”",
            repair="give the IATI identifier as it stands in the files",
            command="grutto measure links --by iati_identifier",
            identifier=identifier,
        )
    if year is None:
        year = max((row["year"] or 0 for link in own for row in sides(session, link)), default=0)
    return year, _document(Context(session, session.framework, year), identifier, own)


def _document(context: Context, identifier: str, own: list[ChainLink]) -> Document:
    facts = (
        (say("Release of the sources"), (Label(context.session.release.id),)),
        (say("Made by"), (Label(f"Grutto {code_version()}"),)),
    )
    title = say("The chain of money: {activity}", activity=context.title(identifier))
    parts = (
        Section("whole", say("At a glance"), tuple(_overview(context, identifier))),
        Section("links", say("From whom to whom"), tuple(chain_blocks(context, own))),
        Section("rows", say("What both sides report"), tuple(_sides(context, own))),
    )
    return Document(title, (Quote(identifier),), (authored(context.framework.note),), Facts(facts), parts)


def _overview(context: Context, identifier: str) -> list[Block]:
    """Say what came in, what went on, and what of the activity's spending another row counts: all years."""
    text = msg("All years together. What both sides report is the same money, and is counted once.")
    book, itself = context.book, {"iati_identifier": identifier}
    came, went = {"flow": FUNDS, "receiver_activity": identifier}, {"flow": FUNDS, "provider_activity": identifier}
    pairs: list[tuple[Line, Line]] = [
        (say("Received, as it reports"), cell(book.measure("link_received", **came))),
        (say("Received, as those who sent it report"), cell(book.measure("link_sent", **came))),
        (say("Sent on, as it reports"), cell(book.measure("link_sent", **went))),
        (say("Sent on, as those who received it report"), cell(book.measure("link_received", **went))),
        (
            say("Spent by it, with what it sent on"),
            cell(book.measure("spent_gross", **itself)),
        ),
        (say("of which another row counts already"), cell(book.measure("spent_netted", **itself))),
        (say("Spent, counted once"), cell(book.measure("spent_once", **itself))),
    ]
    return [Paragraph(say(text)), Facts(tuple(pairs))]


def _sides(context: Context, own: list[ChainLink]) -> Iterator[Block]:
    """Yield a heading and a table for each link: the rows of who sent and of who received, with file and place."""
    for link in own:
        source, target = (context.title(i) for i in (link.provider_activity, link.receiver_activity))
        title = say("{source} to {target}", source=source, target=target)
        yield Heading(title, 3)
        yield Paragraph(say(STATUSES[link.status]), "small")
        rows = tuple(_row(row) for row in sides(context.session, link))
        heads = (
            (msg("Side"), False),
            (msg("Day"), False),
            (msg("As reported"), True),
            (msg("Value date and rate"), False),
            (msg("In euros"), True),
            (msg("How it was linked"), False),
            (msg("File and place"), False),
        )
        columns = tuple(TableColumn(say(head), numeric=numeric) for head, numeric in heads)
        yield Table(say("Rows of both sides"), columns, rows)


def _row(row: dict[str, Any]) -> tuple[Line, ...]:
    known = row["amount_eur"] is not None
    euros = _amount(row["amount_eur"]) if known else _because(row["unknown_because"])
    rate = f" · {row['units_per_eur'].normalize():f}" if row["currency"] != "EUR" and row["units_per_eur"] else ""
    first = day(row["period_start"]) if row["period_start"] else Sentence("unknown")
    value_date = (day(row["value_date"]), Quote(rate)) if row["value_date"] else say("unknown")
    side, ground = SIDES[row["side"]], GROUNDS[row["basis"]]
    return (
        say(side),
        (first,),
        (_amount(row["value"]), Quote(f" {row['currency']}")),
        value_date,
        (euros,),
        say(ground),
        (Quote(f"{row['file']} {row['locator']}"),),
    )


def _because(reason: str | None) -> Inline:
    return Reason(reason) if reason else Label("–")


def _amount(value: Decimal | None) -> Inline:
    return Label("–") if value is None else Number(value, cents=True)
