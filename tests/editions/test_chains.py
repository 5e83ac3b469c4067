"""The pages of the chains that a report draws: those that carry most, where its outline has the chain."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import pytest
from small_content import content_of
from small_policy import POLICY
from small_statistics import asked_of

from grutto.content.stored import Content
from grutto.editions import chains
from grutto.editions.chains import chain_pages
from grutto.editions.draft import DraftEdition
from grutto.measures.chain import ChainLink
from grutto.model.edition import Edition
from grutto.reports.sections.chain import CHAINS

if TYPE_CHECKING:
    from grutto.measures.session import Session

DRAFT = DraftEdition(
    Content(content_of().document, {}), Edition("t", 2010, ("en", "nl"), "r", "", "", "code", (), {}, {})
)
WITH_CHAIN = replace(POLICY, outline=("summary", "chain"))


def link(provider: str, receiver: str, matched: int) -> ChainLink:
    euros = Decimal(matched)
    return ChainLink(provider, receiver, None, None, "matched", "activities", euros, Decimal(0), euros, euros, euros)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    """A release of more chains of two links than a report draws; a page of one is what it was asked for."""
    many = [link(*ends, n) for n in range(CHAINS + 2) for ends in ((f"A/{n}", f"B{n}"), (f"B{n}", f"C{n}"))]
    monkeypatch.setattr(chains, "links", lambda _: many)
    monkeypatch.setattr(chains, "make_chain", lambda _, *asked: asked)
    return replace(asked_of().session, framework=WITH_CHAIN)


def test_each_chain_drawn_has_its_page_in_the_languages_and_year_of_the_report(session: Session) -> None:
    found = cast("list[tuple[str, Any]]", list(chain_pages(session, DRAFT)))
    assert len(found) == CHAINS
    assert found[0] == (f"chain/A-{CHAINS + 1}", (f"A/{CHAINS + 1}", ("en", "nl"), 2010)), "that carries most"


def test_a_report_without_the_chain_has_none(session: Session) -> None:
    profile = replace(DRAFT, edition=replace(DRAFT.edition, subject="profile AFG from NLD"))
    assert list(chain_pages(replace(session, framework=POLICY), DRAFT)) == []
    assert list(chain_pages(replace(session, framework=None), DRAFT)) == []
    assert list(chain_pages(session, profile)) == []
