"""The catalogues: each text of the core in every language, with the same places; no page is half translated."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from grutto.locale import SOURCE_LANGUAGE, catalog, language_named, languages, number, worded
from grutto.locale.extract import texts
from grutto.locale.reasons import REASONS, reason, reason_text
from grutto.message import Message, coded, decoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Command
    from grutto.store.home import Home

PLACE = re.compile(r"\{(\w*)\}")
OTHERS = sorted(set(languages()) - {SOURCE_LANGUAGE})
DUTCH = language_named("nl")
COMMON = re.compile(
    r"\b(the|and|which|that|are|from|has|have|only|than|this|there|unknown|unspecified|until)\b", re.IGNORECASE
)
"""Words that stand in nearly every English sentence, and are no Dutch ones."""


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_has_each_text_and_no_other(code: str) -> None:
    kept = {_forms(m.id)[0]: m for m in catalog(code) if m.id}
    assert set(kept) == {_forms(text)[0] for text, _ in texts()}, "run `make messages` and translate what is new"
    assert not [text for text, m in kept.items() if not all(_forms(m.string)) or m.fuzzy], "these are not translated"
    for text, m in kept.items():
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


@pytest.mark.parametrize(("count", "text"), [(1, "Waarschuwing"), (1234, "Waarschuwing (1.234 keer)")])
def test_numbers_choose_singular_and_plural(count: int, text: str) -> None:
    assert worded(Message("Warning", "Warning ({count} times)", count=count), DUTCH) == text


def test_a_language_writes_numbers_in_its_own_digits() -> None:
    arabic = replace(DUTCH, formats="ar_EG")
    assert number(Decimal(1160), arabic) == "\u0661\u066c\u0661\u0666\u0660"


def _shown(page: Path) -> Iterator[str]:
    """Yield the texts of a page that a reader sees or hears, those that are code or a source's own left out."""
    for element in html.parse(page).iter():
        if not isinstance(element.tag, str) or element.tag in {"style", "script", "code"}:
            continue
        if any(a.tag in {"style", "script", "code"} or "data-quote" in a.attrib for a in element.iterancestors()):
            continue
        if "data-quote" not in element.attrib and element.text:
            yield " ".join(element.text.split())
        yield from (" ".join(child.tail.split()) for child in element if child.tail)
        yield from (element.get(name, "") for name in ("aria-label", "title", "alt"))


def _ours(page: Path) -> list[str]:
    """Return the English texts of the catalogue, of three words or more, that stand in a page."""
    shown = " ".join(" ".join(map(str, html.parse(page).getroot().itertext())).split())
    found = [
        " ".join(PLACE.split(text)[0].split())
        for message in catalog("nl")
        if message.id
        for text, dutch in zip(_forms(message.id), _forms(message.string), strict=False)
        if text != dutch
    ]
    return sorted(text for text in found if len(text.split()) >= 3 and text in shown)


def test_a_dutch_report_has_no_english_of_ours(grutto: Command, nl_home: Home, project: Path, tmp_path: Path) -> None:
    judgements = project / "examples" / "nl-2010" / "judgements.toml"
    options = ("--lang", "nl", "--judgements", judgements, "--output", tmp_path, "--home", nl_home.path)
    assert grutto("report", "nl-2008", 2010, *options).code == 0
    for page in sorted(tmp_path.rglob("*.html")):
        assert _ours(page) == [], page.name
        assert [text for text in _shown(page) if COMMON.search(text)] == [], page.name
