"""The canvas: widths of texts, places that are free, right-to-left, round numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from drawings import ARABIC, parsed

from grutto.charts.canvas import (
    ISOLATE,
    POP,
    Box,
    Canvas,
    Pen,
    apart,
    box_of,
    number,
    shortened,
    ticks,
    width_of,
    wrapped,
)
from grutto.locale import language_named
from grutto.model.figure import Figure, Statement

PEN = Pen(language_named("en"), "chart-1")


def test_a_text_is_as_wide_as_its_letters() -> None:
    assert width_of("il", 10) == pytest.approx(5.2)
    assert width_of("MM", 10) == pytest.approx(18.2)
    assert width_of("é", 10) == width_of("e", 10)
    assert width_of("a\N{COMBINING ACUTE ACCENT}", 10) == width_of("a", 10)
    assert width_of("a", 10, bold=True) > width_of("a", 10)


def test_a_name_too_long_is_cut_with_an_ellipsis() -> None:
    assert shortened("short", 200) == "short"
    cut = shortened("a name that is much too long", 100)
    assert cut.endswith("…")
    assert width_of(cut) <= 100


def test_a_text_is_broken_between_words() -> None:
    assert wrapped("Ministry of Foreign Affairs", 110) == ["Ministry of", "Foreign Affairs"]
    assert wrapped("one two three four five six", 60, 2)[1].endswith("…")
    assert wrapped("", 60) == []


@pytest.mark.parametrize(("value", "text"), [(0.0, "0"), (-0.01, "0"), (1.25, "1.2"), (10.0, "10"), (-3.5, "-3.5")])
def test_coordinates_are_short(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [("0", "95", [0, 20, 40, 60, 80, 100]), ("-5", "5", [-6, -4, -2, 0, 2, 4, 6]), ("0", "0.09", None)],
)
def test_marks_are_round_and_have_zero(low: str, high: str, expected: list[int] | None) -> None:
    marks = ticks(Decimal(low), Decimal(high))
    assert 0 in marks
    assert marks[-1] >= Decimal(high)
    assert expected is None or marks == expected


def test_marks_are_in_the_words_of_the_language() -> None:
    dutch = Pen(language_named("nl"), "k")
    assert [PEN.tick(Decimal(n)) for n in ("0", "0.5", "1500", "-2500000")] == ["0", "0.5", "1.5K", "−2.5M"]
    assert [dutch.tick(Decimal(n)) for n in ("0.5", "2500000")] == ["0,5", "2,5\N{NO-BREAK SPACE}mln."]
    assert PEN.tick(Decimal(5), "percent") == "5\N{NO-BREAK SPACE}%"


def test_boxes_that_would_meet_move_apart() -> None:
    assert apart([(10, 10), (12, 10), (50, 10)], 100) == [5, 15, 45]
    assert apart([(95, 10), (98, 10)], 100) == [80, 90], "the last stays within the drawing"


def test_a_place_is_free_where_no_text_stands() -> None:
    canvas = Canvas(PEN)
    box = canvas.text("name", 10, 20)
    assert not canvas.free(box, 100)
    assert canvas.free(box_of("name", 10, 50), 100)
    assert not canvas.free(box_of("name", 10, 99), 100), "it would stand below the drawing"
    canvas.reserve(Box(0, 40, 100, 60))
    assert not canvas.free(box_of("name", 10, 50), 100)


def test_a_drawing_is_mirrored_where_people_read_from_right_to_left() -> None:
    pen = Pen(ARABIC, "k")
    for mirrored, x, anchor in ((True, "710", "end"), (False, "10", None)):
        canvas = Canvas(pen, mirrored=mirrored)
        canvas.text("اسم", 10, 20)
        root = parsed(canvas.finished("title", "", 30))
        (text,) = root.iter("{*}text")
        assert (text.get("x"), text.get("text-anchor")) == (x, anchor)
        assert text.text == f"{ISOLATE}اسم{POP}", "it keeps its own direction"
        assert root.get("direction") == "ltr"


def test_a_phone_has_a_drawing_of_its_own() -> None:
    assert PEN.for_phone().narrow
    assert PEN.for_phone().key != PEN.key


def test_words_are_escaped() -> None:
    canvas = Canvas(PEN)
    canvas.text("a <&> b", 10, 20)
    canvas.dot((1, 1), 2, fill="c0", title="<x>", address="?a=1&b=2")
    root = parsed(canvas.finished("t <&>", "", 30))
    assert "a <&> b" in list(root.itertext())
    assert root.get("role") == "group", "links in a picture would not be reached"
    assert next(root.iter("{*}a")).get("href") == "?a=1&b=2"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("1899842", "person", "1.9M"),
        ("188888", "person", "189K"),
        ("9999", "person", "9,999"),
        ("123456", "EUR", "€\N{NO-BREAK SPACE}123,456"),
        (None, "person", "not in the source"),
    ],
)
def test_a_label_has_three_digits_at_most(value: str | None, unit: str, text: str) -> None:
    said = Statement("test", date(2010, 1, 1), "made up")
    assert PEN.brief(Figure("f", Decimal(value) if value else None, unit, said, None)) == text


def test_a_latin_name_with_an_arabic_one_behind_it_begins_with_the_latin() -> None:
    canvas = Canvas(Pen(language_named("en"), "chart"))
    canvas.text("Afghanistan (أفغانستان)", 0, 0)
    assert "\N{FIRST STRONG ISOLATE}Afghanistan" in canvas.finished("t", "", 10)
