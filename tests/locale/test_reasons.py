"""Reasons in words: a text that the catalogues know with a count too is told without one."""

from __future__ import annotations

import pytest

from grutto.locale import language_named
from grutto.locale.reasons import reason, reason_text, reference_text
from grutto.message import Message, coded, held, joined


@pytest.mark.parametrize(("code", "one", "many"), [("en", "Error", "Error (3 times)"), ("nl", "Fout", "Fout (3 keer)")])
def test_a_text_with_and_without_a_count(code: str, one: str, many: str) -> None:
    language = language_named(code)
    assert reason_text("Error", language) == one
    assert reason_text(coded("Error", count=3), language) == many


def test_what_no_catalogue_has_is_its_own_text() -> None:
    assert reason_text("busy-borders", language_named("nl")) == "busy-borders"


def test_a_text_of_an_earlier_version_is_told_with_what_fills_its_places() -> None:
    """What was kept of an upload outlives the text: “(…{because})|because=it was cut” stood on its page."""
    assert (
        reason_text("It is broken now ({why})|why=it was cut", language_named("nl")) == "It is broken now (it was cut)"
    )
    for other in ("It is {why}", "It is {why}|what=cut", "It is {why.__class__}|why=cut", "a|b=c"):
        assert reason_text(other, language_named("nl")) == other


def test_texts_that_were_joined_are_read_again() -> None:
    """Also with nothing that fills a place: then it is its own text, and so is what only looks alike."""
    assert reason(held(joined("; ", ["one", Message("unknown")]))) == "one; unknown"
    for other in ("{part}; {part_}|part=one", "{part}", "{part.__class__}|part=one", "{x}|x=one"):
        assert reason(other) == other


def test_columns_in_a_message_are_named_in_words() -> None:
    """“rijen verschillen in value_date” stood beside a figure."""
    kept = coded("apart", dimensions="currency, value_date")
    assert reason_text(kept, language_named("nl")).endswith("munt, valutadatum")
    missing = Message("{column_label} is missing", column_label="value_date")
    assert reason_text(missing.coded, language_named("nl")) == "valutadatum ontbreekt"
    assert reason_text(missing, language_named("en")) == "value date is missing"


def test_messages_that_were_joined_are_kept_whole_and_worded_where_they_are_read() -> None:
    """Two of the same text with other values, and one within another, do not get into each other's places."""
    parts = [Message("exit code {code}", code="1"), Message("exit code {code}", code="2 | %7C"), "unknown"]
    kept = held(joined("; ", [*parts, joined(", ", [Message("unknown")])]))
    assert reason_text(kept, language_named("nl")) == "afsluitcode 1; afsluitcode 2 | %7C; unknown; onbekend"
    assert held(joined("; ", ["one", "two"])) == "{part}; {part_}|part=one|part_=two", "texts are kept as before"


def test_a_reference_is_as_somebody_wrote_it() -> None:
    dutch = language_named("nl")
    assert [reference_text(words, dutch) for words in ("unknown", "suppressed", "budgets")] == [
        "unknown", "suppressed", "budgets",
    ]  # fmt: skip
    assert reference_text("ledger-silent", dutch) == reason_text("ledger-silent", dutch) != "ledger-silent"
    assert "7" in reference_text(coded("edition-figure", edition="7", figure="x"), dutch)
