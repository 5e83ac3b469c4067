"""Texts that know which of their parts are in another language; a language with half of its texts."""

from __future__ import annotations

import pickle
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from half_french import accented, half, half_french

from grutto.locale import catalog, translate, translate_count
from grutto.locale.mixed import MixedText, filled, in_language, language_of, parts_of, united

if TYPE_CHECKING:
    from collections.abc import Iterator

UNIT = in_language("persons", "en")


@pytest.fixture
def _french(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with half_french(tmp_path_factory.mktemp("locale")):
        yield


def test_a_text_is_the_whole_and_knows_its_parts() -> None:
    text = united(("12", UNIT, ""), " ")
    assert text == "12 persons "
    assert parts_of(text) == (("12", ""), (" ", ""), ("persons", "en"), (" ", ""))
    assert parts_of("12") == (("12", ""),)
    assert not isinstance(united(("a", "b"), ", "), MixedText)
    assert pickle.loads(pickle.dumps(text)).parts == parts_of(text)  # noqa: S301 - our own
    assert (language_of(UNIT), language_of(text), language_of("a")) == ("en", "en", "")


def test_what_fills_a_place_keeps_its_language() -> None:
    assert parts_of(filled("{n} of {{x}}: {unit}", {"n": "1", "unit": UNIT})) == (
        ("1", ""), (" of {", ""), ("x}", ""), (": ", ""), ("persons", "en"),
    )  # fmt: skip
    assert parts_of(filled(in_language("at {place}", "en"), {"place": "Paris"})) == (("at ", "en"), ("Paris", ""))


@pytest.mark.usefixtures("_french")
def test_a_text_that_is_lacking_is_in_english_and_says_so() -> None:
    known = {message.id for message in half()}
    for message in catalog("nl"):
        if message.id and isinstance(message.id, str):
            own = message.id in known
            expected = (accented(message.id), "") if own else (message.id, "en")
            assert parts_of(translate(message.id, "fr")) == (expected,)


@pytest.mark.usefixtures("_french")
def test_a_number_chooses_by_the_rule_of_the_language_that_has_the_text() -> None:
    counted = [(m.id[0], m.id[1]) for m in catalog("nl") if isinstance(m.id, tuple)]
    own = next(forms for forms in counted if forms in {message.id for message in half()})
    lacking = next(forms for forms in counted if forms not in {message.id for message in half()})
    assert translate_count(*own, "fr", Decimal(0)) == accented(own[0]), "none is singular in French"
    assert translate_count(*lacking, "fr", Decimal(0)) == lacking[1], "and plural in English"
    assert language_of(translate_count(*lacking, "fr", Decimal(1))) == "en"


@pytest.mark.usefixtures("_french")
def test_a_translation_that_is_yet_to_be_looked_at_is_not_used() -> None:
    catalog("fr").add("unknown", "inconnu", flags=["fuzzy"])
    assert parts_of(translate("unknown", "fr")) == (("unknown", "en"),)
