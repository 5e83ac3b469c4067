"""An edition in the making: titles and notes in its record, a register in each language, and a policy to report on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_content import FIGURES, content_of
from small_statistics import asked_of

from grutto.content.blocks import FigureText, Paragraph
from grutto.content.stored import Content
from grutto.editions.draft import draft_of, make
from grutto.editions.order import Order
from grutto.errors import VerificationError
from grutto.model.edition import Edition
from grutto.reports.context import authored, say

RULED = tuple(replace(figure, rule="As stated in the document.") for figure in FIGURES)
EDITION = Edition("test", 2010, ("en", "nl"), "r", "", "", "code", RULED, {}, {})


def test_the_record_has_title_and_note_in_each_language_and_each_its_register() -> None:
    title = authored({"en": "Title", "nl": "Titel 2010"})
    document = content_of(Paragraph((FigureText(RULED[1]),))).document
    document = replace(document, title=(title,), subtitle=say("Countries"), note=(authored({}),))
    draft = draft_of(Content(document, {}), EDITION, {"a.csv": b"x"})
    assert draft.edition.title == {"en": "Title", "nl": "Titel 2010"}
    assert draft.edition.subtitle == {"en": "Countries", "nl": "Landen"}
    assert draft.edition.note == {}, "what is empty is no note"
    registers = {code: [entry.value for entry in content.register] for code, content in draft.readings().items()}
    assert registers["en"][1] == "unknown", "and not zero"
    assert registers["nl"][1] == "onbekend"
    assert (draft.files, draft.edition.id) == ({"a.csv": b"x"}, EDITION.id)


def test_a_progress_report_needs_a_policy() -> None:
    with pytest.raises(VerificationError, match="needs a policy framework"):
        make(asked_of().session, Order(year=2010))
