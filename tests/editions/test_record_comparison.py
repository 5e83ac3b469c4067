"""A record beside the one that is kept: every difference in one sentence, and none where they say the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_content import FIGURES

from grutto.editions import record_comparison
from grutto.editions.record import FILE
from grutto.editions.record_comparison import differing_figures, differing_from_kept, is_kept
from grutto.message import Message
from grutto.model.edition import Edition

if TYPE_CHECKING:
    from grutto.store.home import Home

EDITION = Edition("test", 2010, ("en",), "r", "", "", "code", FIGURES, {}, {"index.html": "abc", "report.pdf": "def"})
NAMED = Message("the kept record")


def found(home: Home, monkeypatch: pytest.MonkeyPatch, edition: Edition, kept: Edition = EDITION) -> list[str]:
    monkeypatch.setattr(record_comparison, "read_record", lambda *_: kept)
    return sorted(map(str, differing_from_kept(home, edition)))


def test_a_record_does_not_differ_from_itself(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(home, monkeypatch, EDITION) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (replace(EDITION, year=2011), "year: the record says “2011”, the kept record “2010”"),
        (replace(EDITION, open=("line:aid/expenditure/2010",)), "open: the record says"),
        (replace(EDITION, files={**EDITION.files, "index.html": "xyz"}), "index.html: the record has another digest"),
        (replace(EDITION, files={"report.pdf": "def"}), "index.html: the record has another digest"),
        (replace(EDITION, files={**EDITION.files, "report.pdf": "xyz"}), "report.pdf: the record has another digest"),
        (replace(EDITION, title={"en": "T"}), "title: the record says “{'en': 'T'}”, the kept record “{}”"),
        (replace(EDITION, figures=FIGURES[1:]), "figure-a"),
    ],
)
def test_each_difference_is_told(home: Home, monkeypatch: pytest.MonkeyPatch, changed: Edition, words: str) -> None:
    (line,) = found(home, monkeypatch, changed)
    assert words in line


def test_a_document_that_one_of_them_has_not_is_no_difference(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report may have been made again with or without a PDF."""
    assert found(home, monkeypatch, replace(EDITION, files={"index.html": "abc"})) == []


def test_figures_that_are_missing_or_too_many_are_counted_and_some_named() -> None:
    many = [replace(FIGURES[0], id=f"f{number}") for number in range(7)]
    assert list(differing_figures(many[:1], many, NAMED)) == [
        "6 figures are in the kept record only: f1, f2, f3, f4, f5 …"
    ]
    assert list(differing_figures(many[:1], [], NAMED)) == ["1 figure is not in the kept record: f0"]
    assert list(differing_figures([], [], NAMED)) == []


def test_a_value_that_became_known_is_no_value_that_stayed() -> None:
    zero = replace(FIGURES[1], value=Decimal(0))
    (line,) = differing_figures([zero], [FIGURES[1]], NAMED)
    assert line == "figure-b: the edition says value “0”, the kept record “None”"


def test_whether_a_record_is_kept(home: Home) -> None:
    assert not is_kept(home, EDITION)
    record = home.editions / EDITION.id / FILE
    record.parent.mkdir(parents=True)
    record.write_text("{}")
    assert is_kept(home, EDITION)
