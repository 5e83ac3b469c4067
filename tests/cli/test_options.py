"""What the commands share: what is asked for, and how an error is told."""

from __future__ import annotations

from datetime import date

import pytest

from grutto.cli.options import day_of, documents_of, pairs_of, print_problem, print_remark
from grutto.errors import InputError


@pytest.mark.parametrize(
    ("formats", "kinds"),
    [
        ("html", ()),
        ("docx, PDF", ("pdf", "docx")),
        ("html,pdf", ("pdf",)),
    ],
)
def test_documents_are_asked_for_with_commas_and_made_in_one_order(formats: str, kinds: tuple[str, ...]) -> None:
    assert documents_of(formats) == kinds


@pytest.mark.parametrize("formats", ["odt", "pdf,", ""])
def test_a_format_that_there_is_not_is_refused(formats: str) -> None:
    with pytest.raises(InputError, match="There is no format “") as caught:
        documents_of(formats)
    assert caught.value.command == "--format html,pdf,docx"


def test_conditions_are_pairs_and_a_value_may_hold_the_sign() -> None:
    assert pairs_of(["year=2010", "note=a=b", "empty="]) == [("year", "2010"), ("note", "a=b"), ("empty", "")]
    assert pairs_of(None) == []
    with pytest.raises(InputError, match="“year” is not of the form KEY=VALUE"):
        pairs_of(["year"])


def test_a_day_is_written_as_in_the_files() -> None:
    assert day_of("2011-06-10") == date(2011, 6, 10)
    for text in ("10 June 2011", "2011-02-30", ""):
        with pytest.raises(InputError, match=f"“{text}” is no day"):
            day_of(text)


def test_a_problem_is_told_with_its_place_and_the_command_that_mends_it(capsys: pytest.CaptureFixture[str]) -> None:
    print_problem("Error", "It is wrong", "a.xml", "import it again", "grutto import FILE")
    assert capsys.readouterr().err.splitlines() == [
        "Error: It is wrong",
        "  Where:  a.xml",
        "  Repair: import it again: grutto import FILE",
    ]
    print_problem("Error", "It is wrong", "", "")
    assert capsys.readouterr().err.splitlines() == ["Error: It is wrong"]


@pytest.mark.parametrize(("count", "title"), [(1, "Warning: "), (3, "Warning (3 times): ")])
def test_a_remark_says_how_often_and_of_which_value(capsys: pytest.CaptureFixture[str], count: int, title: str) -> None:
    print_remark("warning", count, "This is not a number", "[red]x", "/a[1]", "")
    assert capsys.readouterr().err.splitlines()[0] == f"{title}This is not a number: “[red]x”"
