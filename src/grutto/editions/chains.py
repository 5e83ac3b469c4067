"""The pages of the chains that a report draws: each an edition in a folder beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.editions.draft import DraftEdition, make_chain
from grutto.measures.chain import links, page_folder, starts
from grutto.reports.sections.chain import CHAINS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.measures.session import Session


def chain_pages(session: Session, draft: DraftEdition) -> Iterator[tuple[str, DraftEdition]]:
    """Yield the pages of the chains that a report draws, each with its folder beside the report."""
    if draft.edition.subject or session.framework is None or "chain" not in session.framework.outline:
        return
    for start in starts(links(session))[:CHAINS]:
        yield page_folder(start), make_chain(session, start, draft.edition.languages, draft.edition.year)
