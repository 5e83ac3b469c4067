"""The chain of money of one activity, on a page of its own: drawn, as a table, and with the rows of both sides."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.errors import UnknownNameError
from grutto.locale import language_named, msg, number, pick
from grutto.reports.chain import FUNDS, Link, chain_of, links, page_folder, sides, starts
from grutto.reports.content import (
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Label,
    Line,
    Paragraph,
    Quote,
    Section,
    Table,
)
from grutto.reports.context import Context
from grutto.reports.edition import assembled, code_version
from grutto.reports.facts import activities
from grutto.reports.inputs import FRAMEWORK
from grutto.reports.sections.chain import CHAINS, STATUSES, chain_blocks
from grutto.reports.tables import cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.measures.session import Session
    from grutto.model.edition import Edition
    from grutto.reports.edition import Made

SIDES = {"provider": msg("sent"), "receiver": msg("received")}
GROUNDS = {
    "activity": msg("the row names the activity"),
    "organisation": msg("the row names the organisation"),
    "related": msg("the activities are related"),
    "none": msg("the row names no activity"),
}


def chain_pages(made: Made) -> Iterator[tuple[str, Made]]:
    """Yield the pages of the chains that a report draws, each with its folder beside the report."""
    session = made.session
    if made.edition.subject or session is None or session.framework is None or "chain" not in session.framework.outline:
        return
    for start in starts(links(session))[:CHAINS]:
        yield page_folder(start), make_chain(session, start, made.edition.languages, made.edition)


def make_chain(session: Session, identifier: str, languages: tuple[str, ...], beside: Edition | None = None) -> Made:
    """Make the page of an activity's chain.

    Args:
        session: the open release, with a framework: whose policy it is, and what is fictional, stands on the page.
        identifier: the activity.
        languages: at least one.
        beside: edition of the report that it stands beside, if any.

    Raises:
        UnknownNameError: no link of the release names this activity, or there is no framework.
    """
    if session.framework is None:
        raise UnknownNameError("A page needs a policy framework", repair="name one: --framework nl-2008")
    known = links(session)
    own = chain_of(known, identifier)
    if not own:
        raise UnknownNameError(
            f"No row names money that came to or went from “{identifier}”",
            repair="give the IATI identifier as it stands in the files: grutto measure links --by iati_identifier",
        )
    year = beside.year if beside else max((r["year"] or 0 for link in own for r in sides(session, link)), default=0)
    documents = {
        code: _document(Context(session, session.framework, year, language_named(code)), identifier, own)
        for code in languages
    }
    made = assembled(session, year, documents, subject=f"chain {identifier}")
    return (
        replace(
            made,
            edition=replace(
                made.edition, inputs={n: sha for n, sha in beside.inputs.items() if n.startswith(FRAMEWORK)}
            ),
        )
        if beside
        else made
    )


def _document(context: Context, identifier: str, own: list[Link]) -> Document:
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


def _sides(context: Context, own: list[Link], names: dict[str, str]) -> Iterator[Block]:
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
        columns = tuple(Column(context.say(head), numeric=numeric) for head, numeric in heads)
        yield Table(context.say("Rows of both sides"), columns, rows)


def _row(context: Context, row: dict[str, Any]) -> tuple[Line, ...]:
    euros = _amount(context, row["amount_eur"]) if row["amount_eur"] is not None else row["unknown_because"]
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


def _amount(context: Context, value: Decimal | None) -> str:
    return "–" if value is None else number(value.quantize(Decimal("0.01")), context.language, least=2, most=2)
