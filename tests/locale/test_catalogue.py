"""The catalogues: each text of the core with the same places in every language; Dutch has all of them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from dutch import english_in_page

from grutto.locale import SOURCE_LANGUAGE, catalog, language_named, languages, number, translation, worded
from grutto.locale.extract import texts
from grutto.locale.reasons import REASONS, reason, reason_text
from grutto.message import Message, coded, decoded

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command
    from grutto.store.home import Home

PLACE = re.compile(r"\{(\w*)\}")
OTHERS = sorted(set(languages()) - {SOURCE_LANGUAGE})
DUTCH = language_named("nl")


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_has_each_text_and_no_other(code: str) -> None:
    kept = {_forms(m.id)[0] for m in catalog(code) if m.id}
    assert kept == {_forms(text)[0] for text, _ in texts()}, "run `make messages` and translate what is new"


def test_dutch_is_complete() -> None:
    assert not [m.id for m in catalog("nl") if m.id and not translation(m)], "these are not translated"


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_no_other_places_than_its_text(code: str) -> None:
    for text, m in ((_forms(m.id)[0], m) for m in catalog(code) if m.id):
        wanted = {p for form in _forms(m.id) for p in PLACE.findall(form)}
        for form in _forms(m.string):
            assert set(PLACE.findall(form)) <= wanted, text


def test_reasons_are_worded_with_their_places() -> None:
    held = coded("no-rate", currency="XYZ")
    assert held == "no-rate|currency=XYZ"
    assert decoded(held) == ("no-rate", {"currency": "XYZ"})
    assert reason_text(held, DUTCH) == "er is geen koers van XYZ bekend op of voor de valutadatum"
    assert reason("not-a-number|text=1|2=3") == "not a number: 1|2=3"
    assert reason("what no catalogue has {x}|y=1") == "what no catalogue has {x}|y=1"
    assert all(reason_text(code, language_named("en")) for code in REASONS if "{" not in REASONS[code])


def test_a_remark_holds_a_reason() -> None:
    held = "This amount is unknown in euros: {because}|because=no-rate|currency=XYZ"
    assert reason(held) == "This amount is unknown in euros: no rate of XYZ is known on or before the value date"
    assert reason_text(held, DUTCH).endswith("geen koers van XYZ bekend op of voor de valutadatum")


@pytest.mark.parametrize(("count", "text"), [(1, "Waarschuwing"), (12345, "Waarschuwing (12.345 keer)")])
def test_numbers_choose_singular_and_plural(count: int, text: str) -> None:
    assert worded(Message("Warning", "Warning ({count} times)", count=count), DUTCH) == text


def test_a_language_writes_numbers_in_its_own_digits() -> None:
    arabic = replace(DUTCH, formats="ar_EG")
    assert number(Decimal(1160), arabic) == "\u0661\u066c\u0661\u0666\u0660"


def test_a_dutch_report_has_no_english_of_ours(grutto: Command, nl_home: Home, project: Path, tmp_path: Path) -> None:
    judgements = project / "examples" / "nl-2010" / "judgements.toml"
    options = ("--lang", "nl", "--judgements", judgements, "--output", tmp_path, "--home", nl_home.path)
    assert grutto("report", "nl-2008", 2010, *options).code == 0
    pages = sorted(tmp_path.rglob("*.html"))
    assert pages
    assert {page.name: found for page in pages if (found := english_in_page(page))} == {}
