"""The chain of money of one activity, on a page of its own: drawn, as a table, and with the rows of both sides."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.content.blocks import (
    Block,
    Document,
    Facts,
    Heading,
    Label,
    Line,
    Paragraph,
    Quote,
    Section,
    Table,
    TableColumn,
)
from grutto.content.labels import STATUSES
from grutto.errors import UnknownNameError
from grutto.locale import language_named, msg, number, pick
from grutto.locale.reasons import reason_text
from grutto.measures.chain import FUNDS, ChainLink, chain_of, links, sides
from grutto.measures.facts import activities
from grutto.reports.code import code_version
from grutto.reports.context import Context
from grutto.reports.sections.chain import chain_blocks
from grutto.reports.tables import cell

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def chain_documents(
    session: Session, identifier: str, languages: tuple[str, ...], year: int | None = None
) -> tuple[int, dict[str, Document]]:
    """Return the year of an activity's chain, and language to document.

    Args:
        session: the open release, with a framework: whose policy it is, and what is fictional, stands on the page.
        identifier: the activity.
        languages: at least one.
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
    contexts = {c: Context(session, session.framework, year, language=language_named(c)) for c in languages}
    return year, {code: _document(context, identifier, own) for code, context in contexts.items()}


def _document(context: Context, identifier: str, own: list[ChainLink]) -> Document:
    names = {a.identifier: a.title for a in activities(context.session, context.language.code)}
    facts = (
        (context.say("Release of the sources"), (Label(context.session.release.id),)),
        (context.say("Made by"), (Label(f"Grutto {code_version()}"),)),
    )
    title = context.say("The chain of money: {activity}", activity=Quote(names.get(identifier, identifier)))
    parts = (
        Section("whole", context.say("At a glance"), tuple(_overview(context, identifier))),
        Section("links", context.say("From whom to whom"), tuple(chain_blocks(context, own, names))),
        Section("rows", context.say("What both sides report"), tuple(_sides(context, own, names))),
    )
    note = pick(context.framework.note, context.language.code) if context.framework.note else ""
    return Document(title, (Quote(identifier),), note, Facts(facts), parts)


def _overview(context: Context, identifier: str) -> list[Block]:
    """Say what came in, what went on, and what of the activity's spending another row counts: all years."""
    text = msg("All years together. What both sides report is the same money, and is counted once.")
    book, itself = context.book, {"iati_identifier": identifier}
    came, went = {"flow": FUNDS, "receiver_activity": identifier}, {"flow": FUNDS, "provider_activity": identifier}
    pairs: list[tuple[Line, Line]] = [
        (context.say("Received, as it reports"), cell(book.measure("link_received", **came))),
        (context.say("Received, as those who sent it report"), cell(book.measure("link_sent", **came))),
        (context.say("Sent on, as it reports"), cell(book.measure("link_sent", **went))),
        (context.say("Sent on, as those who received it report"), cell(book.measure("link_received", **went))),
        (
            context.say("Spent by it, with what it sent on"),
            cell(book.measure("spent_gross", **itself)),
        ),
        (context.say("of which another row counts already"), cell(book.measure("spent_netted", **itself))),
        (context.say("Spent, counted once"), cell(book.measure("spent_once", **itself))),
    ]
    return [Paragraph(context.say(text)), Facts(tuple(pairs))]


def _sides(context: Context, own: list[ChainLink], names: dict[str, str]) -> Iterator[Block]:
    """Yield a heading and a table for each link: the rows of who sent and of who received, with file and place."""
    for link in own:
        source, target = (Quote(names.get(i, i)) for i in (link.provider_activity, link.receiver_activity))
        title = context.say("{source} to {target}", source=source, target=target)
        yield Heading(title, 3)
        yield Paragraph(context.say(STATUSES[link.status]), "small")
        rows = tuple(_row(context, row) for row in sides(context.session, link))
        heads = (
            (msg("Side"), False),
            (msg("Day"), False),
            (msg("As reported"), True),
            (msg("Value date and rate"), False),
            (msg("In euros"), True),
            (msg("How it was linked"), False),
            (msg("File and place"), False),
        )
        columns = tuple(TableColumn(context.say(head), numeric=numeric) for head, numeric in heads)
        yield Table(context.say("Rows of both sides"), columns, rows)


def _row(context: Context, row: dict[str, Any]) -> tuple[Line, ...]:
    euros = (
        _amount(context, row["amount_eur"])
        if row["amount_eur"] is not None
        else _because(context, row["unknown_because"])
    )
    rate = f" · {row['units_per_eur'].normalize():f}" if row["currency"] != "EUR" and row["units_per_eur"] else ""
    day = context.date(row["period_start"]) if row["period_start"] else context.words("unknown")
    value_date = (context.date(row["value_date"]), Quote(rate)) if row["value_date"] else context.say("unknown")
    side, ground = SIDES[row["side"]], GROUNDS[row["basis"]]
    return (
        context.say(side),
        (day,),
        (Quote(f"{_amount(context, row['value'])} {row['currency']}"),),
        value_date,
        (Quote(euros),),
        context.say(ground),
        (Quote(f"{row['file']} {row['locator']}"),),
    )


def _because(context: Context, reason: str | None) -> str:
    return reason_text(reason, context.language) if reason else "–"


def _amount(context: Context, value: Decimal | None) -> str:
    return "–" if value is None else number(value.quantize(Decimal("0.01")), context.language, least=2, most=2)
