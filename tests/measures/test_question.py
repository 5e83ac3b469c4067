"""A measure asked directly: conditions as typed, a row a group, and nothing said that all rows have in common."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from grutto.errors import InputError, UnknownNameError
from grutto.measures.book import Book
from grutto.measures.question import Question, ask, asked_figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.measures.session import Session
    from grutto.store.home import Home


@pytest.fixture(autouse=True)
def _asked_of_hundred_spent(hundred_spent: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = hundred_spent.engine
    session = replace(hundred_spent, framework=None, book=Book(engine, attributed=False))

    @contextmanager
    def opened(*_: object) -> Iterator[Session]:
        yield session

    monkeypatch.setattr("grutto.measures.question.open_release", opened)


def test_conditions_have_the_type_of_their_dimension() -> None:
    assert Question("spent", where={"year": "2009", "country": "unknown"}).conditions == {"year": 2009, "country": None}


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (Question("spend"), UnknownNameError),
        (Question("spent", where={"colour": "red"}), UnknownNameError),
        (Question("spent", where={"year": "last"}), InputError),
        (Question("spent", by=("colour",)), UnknownNameError),
    ],
)
def test_what_there_is_not_is_refused(home: Home, question: Question, error: type[Exception]) -> None:
    with pytest.raises(error):
        ask(home, question)


def test_a_row_has_its_value_and_unit_and_the_level_only_where_levels_differ(home: Home) -> None:
    answer = ask(home, Question("spent", ("year",)))
    (row,) = answer.rows
    assert (answer.figures[0].id, answer.absence) == (row["figure"], "")
    assert row == {
        "year": 2009,
        "value": Decimal(100),
        "unit": "EUR",
        "rows": 1,
        "unknown": 0,
        "unknown_because": (),
        "figure": row["figure"],
    }
    (by_level,) = ask(home, Question("spent", ("hierarchy",))).rows
    assert by_level["hierarchy"] == 1, "who asks for levels gets them"


def test_of_what_has_no_row_there_is_no_row_and_its_figure_is_unknown_not_zero(home: Home) -> None:
    question = Question("spent", ("year",), {"year": "2010"})
    answer = ask(home, question)
    assert (answer.rows, answer.figures) == ([], ())
    assert "2009" in answer.absence, "what there is instead"
    with asked_figure(home, Question("spent", where={"year": "2010"})) as (session, figure):
        assert session.book.figures[figure.id] is figure
        assert (figure.value, figure.reasons) == (None, (("no-rows", 1),))
