"""The one way to make an edition: an order of values in, the edition with all its files out.

Commands and tasks of the web application call it alike: it prints nothing, keeps nothing between calls, and tells its
progress to whoever asks.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, assert_never

from grutto.content.stored import FILE as CONTENT
from grutto.content.stored import content_json
from grutto.editions.chains import chain_pages
from grutto.editions.decisions import decided
from grutto.editions.draft import make, make_chain, make_profile
from grutto.editions.inputs import FRAMEWORK, JUDGEMENTS, LEDGER, keep_inputs
from grutto.editions.order import Chain, Profile, ScenarioReport
from grutto.editions.record import FILE, keep_record, record_json
from grutto.editions.render import documents, rendered
from grutto.errors import InputError
from grutto.measures.session import open_release
from grutto.reports.profile.data import rows_of
from grutto.store.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from grutto.content.stored import Content
    from grutto.editions.draft import DraftEdition
    from grutto.editions.order import DocumentKind, Order
    from grutto.measures.session import Session
    from grutto.model.edition import Edition
    from grutto.store.home import Home

Step = Literal["release", "figures", "pages", "kept"]
"""What is being done: the release is opened, figures are asked and written about, pages are made, all is kept."""


@dataclass(frozen=True, slots=True)
class NewEdition:
    """An edition that was made and is kept in the data folder.

    Args:
        edition: its record.
        content: what it says.
        files: file name to bytes of all that can stand beside its record: content, pages, tables.
        beside: folder, from that of this edition, to an edition that belongs to it: the chains that it draws.
    """

    edition: Edition
    content: Content
    files: dict[str, bytes]
    beside: dict[str, NewEdition]


def make_edition(home: Home, order: Order, progress: Callable[[Step], None] = lambda _: None) -> NewEdition:
    """Make an edition, and keep its record, its content and what it was made from in the data folder.

    Args:
        home: the data folder.
        order: what it is to be made of.
        progress: told each step before it is done.

    Raises:
        StoreError: nothing was imported yet, or the release is damaged.
        UnknownNameError: there is no such release, language or activity.
        InputError: a code is no country.
        DeclarationError: the outline of the framework names a section that does not exist, or a rule is wrong.
        JudgementsError: judgements are stale or name no single figure; with all of them.
        VerificationError: prose of the framework holds a digit, or an entry of the ledger names no single figure.
    """
    if isinstance(order.subject, ScenarioReport):
        from grutto.editions.scenario_report import make_scenario  # noqa: PLC0415 - heavy, rarely needed

        progress("figures")
        draft = make_scenario(order.subject.results, order.written_in)
        return _finished(home, _with_documents(draft, order.documents), {}, {}, progress)
    framework = decided(order.framework, order.judgements) if order.framework else None
    order = replace(order, framework=framework)
    inputs = keep_inputs(home, framework, order.judgements, order.ledger)
    progress("release")
    with open_release(home, framework, order.release, in_memory=True) as session:
        progress("figures")
        draft = _draft(session, order, inputs)
        policy = {name: sha256 for name, sha256 in inputs.items() if name == FRAMEWORK}
        beside = {name: _finished(home, chain, policy, {}, progress) for name, chain in chain_pages(session, draft)}
    own = inputs if order.subject is None else policy
    return _finished(home, _with_documents(draft, order.documents), own, beside, progress)


def _with_documents(draft: DraftEdition, kinds: tuple[DocumentKind, ...]) -> DraftEdition:
    """Return an edition with its PDF and Word documents among its files."""
    return replace(draft, files=draft.files | documents(draft.readings(), kinds)) if kinds else draft


def _draft(session: Session, order: Order, inputs: dict[str, str]) -> DraftEdition:
    match order.subject:
        case None:
            signed = "+".join(inputs[name] for name in (JUDGEMENTS, LEDGER) if name in inputs)
            return make(session, order, signed)
        case Profile(countries, observer):
            return make_profile(session, countries, observer, order.year, order.written_in)
        case Chain(activity):
            return make_chain(session, activity, order.written_in, order.year or None)
        case ScenarioReport():
            raise TypeError(order.subject)
        case _:
            assert_never(order.subject)


def _finished(
    home: Home,
    draft: DraftEdition,
    inputs: dict[str, str],
    beside: dict[str, NewEdition],
    progress: Callable[[Step], None],
) -> NewEdition:
    """Return an edition with its files, kept in the data folder."""
    progress("pages")
    content = {CONTENT: content_json(draft.content)}
    files = content | rendered(draft.readings()) | draft.files
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    records = {name: hashlib.sha256(record_json(each.edition)).hexdigest() for name, each in beside.items()}
    edition = replace(draft.edition, inputs=inputs, files=digests, beside=records)
    progress("kept")
    keep_record(edition, content, home)
    return NewEdition(edition, draft.content, files, beside)


def profile_rows(home: Home, order: Order) -> list[dict[str, Any]]:
    """Return every figure of a profile as a row: value, unit, source, and file and place of each row behind it.

    Raises:
        InputError: the order is not of a profile; and as `make_edition`.
    """
    if not isinstance(order.subject, Profile):
        raise InputError("Rows are those of a profile", repair="order one")
    with open_release(home, order.framework, order.release) as session:
        return rows_of(session, _draft(session, order, {}).edition.figures)


def write_files(new: NewEdition, folder: Path) -> None:
    """Write an edition to a folder: record, content, pages and tables; and those that belong to it, in theirs."""
    for name, other in new.beside.items():
        write_files(other, folder / name)
    for name, data in (new.files | {FILE: record_json(new.edition)}).items():
        write_atomically(folder / name, data)
