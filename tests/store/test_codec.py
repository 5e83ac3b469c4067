"""What is encoded decodes to the same value; what does not fit is refused with its place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grutto.errors import DeclarationError
from grutto.frameworks import load, names
from grutto.model.figure import Condition, Derivation, Figure, Lineage, Period, Selection, Statement
from grutto.model.framework import Framework
from grutto.model.judgement import Judgement
from grutto.model.ledger import LedgerEntry
from grutto.store.codec import CodecPlace, decode, encode, read_json, read_toml

PLACE = CodecPlace(Path("file.json"), "")


@dataclass(frozen=True, slots=True)
class Circle:
    """A shape."""

    radius: Decimal


@dataclass(frozen=True, slots=True)
class LongLine:
    """Another shape, with a default and a fixed pair."""

    ends: tuple[int, str]
    parts: tuple[Shape, ...] = ()
    drawn: date | None = None
    words: dict[str, str | None] | None = None


Shape = Circle | LongLine


def again(value: object, kind: Any) -> Any:
    return decode(json.loads(json.dumps(encode(value, kind))), kind, PLACE)


@pytest.mark.parametrize("kind", [Figure, Judgement, LedgerEntry, Selection, Condition, Period])
@settings(deadline=None)
@given(data=st.data())
def test_what_is_encoded_decodes_to_the_same(kind: type, data: st.DataObject) -> None:
    st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False))
    value = data.draw(st.from_type(kind))
    assert again(value, kind) == value


@pytest.mark.parametrize("name", names())
def test_a_framework_comes_back_whole(name: str) -> None:
    framework = load(name)
    assert again(framework, Framework) == framework


def test_one_of_several_dataclasses_says_which_and_defaults_stay_out() -> None:
    line = LongLine((1, "a"), (Circle(Decimal("1.50")), LongLine((2, "b"))), date(2020, 2, 29), {"x": None})
    tree = encode(line, Shape)
    assert tree == {
        "type": "long_line",
        "ends": [1, "a"],
        "parts": [{"type": "circle", "radius": "1.50"}, {"type": "long_line", "ends": [2, "b"]}],
        "drawn": "2020-02-29",
        "words": {"x": None},
    }
    assert again(line, Shape) == line


def test_a_day_beside_texts_is_told_from_them() -> None:
    condition = Condition("day", (date(2010, 1, 1), "2010-01-01", 2010, True, None))
    assert encode(condition, Condition)["values"] == [{"date": "2010-01-01"}, "2010-01-01", 2010, True, None]
    assert again(condition, Condition) == condition


def test_a_value_that_stands_by_its_id() -> None:
    figure = Figure("f", Decimal(2), "EUR", Derivation("total", ("a",)))
    assert encode((figure,), tuple[Figure, ...], {Figure: {}}) == ["f"]
    assert decode(["f"], tuple[Figure, ...], PLACE, {Figure: {"f": figure}})[0] is figure
    with pytest.raises(DeclarationError, match="id of a value that is known") as caught:
        decode(["g"], tuple[Figure, ...], PLACE, {Figure: {"f": figure}})
    assert caught.value.where == "file.json, key [0]"


@pytest.mark.parametrize(
    ("value", "kind", "what", "where"),
    [
        ({"type": "square"}, Shape, "one of: circle, long_line", "key type"),
        ({"radius": 1}, Shape, "one of: circle, long_line", "key type"),
        ({"ends": [1]}, LongLine, "an array of 2", "key ends"),
        ({"ends": [1, "a"], "colour": 1}, LongLine, "Unknown key: colour", "key colour"),
        ({}, Circle, "The key radius is missing", "file.json"),
        ({"radius": "round"}, Circle, "a number", "key radius"),
        ({"ends": [1, "a"], "drawn": "2020-02-30"}, LongLine, "a day such as", "key drawn"),
        ("2020", datetime, "a time", "file.json"),
        ("c", Literal["a", "b"], "one of: a, b", "file.json"),
        ("1", int, "a whole number", "file.json"),
        ([], Lineage, "a table", "file.json"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(value: object, kind: Any, what: str, where: str) -> None:
    with pytest.raises(DeclarationError, match=what) as caught:
        decode(value, kind, PLACE)
    assert where in caught.value.where


def test_a_statement_of_toml_and_of_json_are_one() -> None:
    said = Statement("A. Person", date(2011, 6, 1), "letter")
    toml = {"author": "A. Person", "date": date(2011, 6, 1), "reference": "letter"}
    assert decode(toml, Statement, PLACE) == decode(toml | {"date": "2011-06-01"}, Statement, PLACE) == said


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("{", "utf-8")
    with pytest.raises(DeclarationError, match="not JSON"):
        read_json(path)


def test_json_that_is_nested_too_deep_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * 200_000)
    with pytest.raises(DeclarationError, match="not JSON"):
        read_json(path)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "with-mark.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\n")
    assert read_toml(path) == {"a": 1}


@pytest.mark.parametrize("value", ["[" * 2000, "9" * 5000, "1.0e99999999999999999999"], ids=["deep", "long", "far"])
def test_toml_without_end_is_refused(tmp_path: Path, value: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(f"a = {value}\n")
    with pytest.raises(DeclarationError, match="not TOML"):
        read_toml(path)
