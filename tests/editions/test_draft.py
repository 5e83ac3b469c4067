"""An edition in the making: titles and notes in its record, a register in each language, and a policy to report on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_content import FIGURES, content_of
from small_statistics import asked_of

from grutto.content.blocks import FigureText, Paragraph, Quote, Words
from grutto.editions.draft import draft_of, make
from grutto.editions.order import Order
from grutto.errors import VerificationError
from grutto.model.edition import Edition

RULED = tuple(replace(figure, rule="As stated in the document.") for figure in FIGURES)
EDITION = Edition("test", 2010, ("en", "nl"), "r", "", "", "code", RULED, {}, {})


def test_the_record_has_titles_and_notes_and_each_language_its_register() -> None:
    english = content_of(Paragraph((FigureText(RULED[1]),))).document
    dutch = replace(english, title=(Quote("Titel 2010"),), subtitle=(Words("Toets"),), note="Verzonnen.")
    draft = draft_of({"en": english, "nl": dutch}, EDITION, {}, {"a.csv": b"x"})
    assert draft.edition.title == {"en": "Title", "nl": "Titel 2010"}
    assert draft.edition.subtitle == {"en": "", "nl": "Toets"}
    assert draft.edition.note == {"nl": "Verzonnen."}, "what is empty is no note"
    registers = {code: [entry.value for entry in content.register] for code, content in draft.contents.items()}
    assert registers["en"][1] == "unknown", "and not zero"
    assert registers["nl"][1] == "onbekend"
    assert (draft.files, draft.edition.id) == ({"a.csv": b"x"}, EDITION.id)


def test_a_progress_report_needs_a_policy() -> None:
    with pytest.raises(VerificationError, match="needs a policy framework"):
        make(asked_of().session, Order(year=2010))
