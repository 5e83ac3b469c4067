"""Messages: kept as data and back, put together, and shortened."""

from __future__ import annotations

import pickle

from grutto.locale import language_named, worded
from grutto.locale.reasons import reason_text
from grutto.message import Message, coded, held, is_bare, joined, shortened

DUTCH = language_named("nl")
BROKEN = Message(
    "This is not well-formed XML: {because}",
    because=Message("<{name}> is closed by </{other}>", name="a", other="b"),
)
IN_DUTCH = "Dit is geen welgevormde XML: <a> wordt gesloten door </b>"


def test_a_message_within_a_message_is_worded_too() -> None:
    assert worded(BROKEN, DUTCH) == IN_DUTCH
    assert worded(pickle.loads(pickle.dumps(BROKEN)), DUTCH) == IN_DUTCH  # noqa: S301 - our own


def test_what_was_kept_as_data_is_worded_again() -> None:
    kept = held(BROKEN)
    assert "wordt" not in kept
    assert reason_text(kept, DUTCH) == IN_DUTCH
    assert reason_text(kept, language_named("en")) == str(BROKEN)


def test_what_somebody_else_wrote_fills_a_place_as_it_is() -> None:
    kept = coded("This is not well-formed XML: {because}", because="no words of ours", line="3")
    assert reason_text(kept, DUTCH) == "Dit is geen welgevormde XML: no words of ours"


def test_several_messages_are_worded_each_by_itself() -> None:
    lines = joined("; ", [Message("the file ends too early"), "a.xml"])
    assert str(lines) == "the file ends too early; a.xml"
    assert worded(lines, DUTCH) == "het bestand eindigt te vroeg; a.xml"
    assert joined(", ", []) == ""


def test_a_text_without_words_needs_no_translation() -> None:
    assert is_bare("{path}: “{text}”")
    assert not is_bare("{path}: line {number}")


def test_only_what_was_found_is_shortened() -> None:
    assert shortened(" a\n b " + "c" * 300) == "a b " + "c" * 196
    assert shortened(BROKEN) is BROKEN
