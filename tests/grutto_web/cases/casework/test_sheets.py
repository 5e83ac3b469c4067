"""Sheets: the same checks as the form, cell by cell; all rows or none, and none twice."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import python_calamine

from grutto_web.cases.casework.sheets import SheetError, headings, take, template
from grutto_web.cases.research.models import Study
from grutto_web.cases.research.register import REGISTER
from grutto_web.cases.returns.registers import PAST
from grutto_web.people.acts.refusals import NotPermittedError
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from web_people import People

    from grutto_web.people.accounts.models import User

HEAD = "code,title,kind,institution,question,method,source"
GOOD = "one,One,study,X,Why?,Ask,letter"


@pytest.fixture
def officer(person: People) -> User:
    """Somebody who may."""
    return person(Role.OFFICER)


def csv(*lines: str) -> io.BytesIO:
    """Return lines as a file."""
    return io.BytesIO("\n".join(lines).encode())


@pytest.mark.django_db
def test_the_template_is_what_is_taken(officer: User) -> None:
    book = python_calamine.load_workbook(io.BytesIO(template(REGISTER, officer)))
    assert book.get_sheet_by_index(0).to_python() == [list(headings(REGISTER, officer))]
    explained = [row[0] for row in book.get_sheet_by_index(1).to_python()]
    assert explained == ["Column", *headings(REGISTER, officer)]


@pytest.mark.django_db
def test_a_trial_changes_nothing(officer: User) -> None:
    outcome = take(REGISTER, "a.csv", csv(HEAD, GOOD), officer, trial=True)
    assert (outcome.taken, Study.objects.count()) == (1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("head", "line", "row", "column", "text"),
    [
        (HEAD, "two,Two,novel,X,Why?,Ask,letter", 3, "kind", "valid choice"),
        (HEAD, "two,=1+1,study,X,Why?,Ask,letter", 3, "title", "formula"),
        (HEAD, "two,,study,X,Why?,Ask,letter", 3, "title", "required"),
        (f"{HEAD},born", "two,Two,study,X,Why?,Ask,letter,1990-01-01", 2, "born", "not asked"),
    ],
)
def test_one_wrong_cell_and_nothing_is_taken(
    officer: User, head: str, line: str, row: int, column: str, text: str
) -> None:
    good = GOOD if head == HEAD else f"{GOOD},1990-01-01"
    outcome = take(REGISTER, "a.csv", csv(head, good, line), officer, trial=False)
    first = outcome.problems[0]
    assert (first.row, first.column) == (row, column)
    assert text in first.text
    assert not Study.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\xff\xfe\x00", "UTF-8"),
        ("a.csv", b"code,code\n1,2\n", "one heading"),
        ("a.xlsx", b"PK\x03\x04 not a workbook", "damaged or cut off"),
        ("a.csv", b"code\n" + b"x\n" * 5001, "more than"),
    ],
)
def test_what_is_no_sheet_is_told(officer: User, name: str, content: bytes, why: str) -> None:
    with pytest.raises(SheetError, match=why):
        take(REGISTER, name, io.BytesIO(content), officer, trial=True)


@pytest.mark.django_db
def test_who_may_not_enter_may_not_import(person: People, client_of: Callable[[User], Client]) -> None:
    auditor = person(Role.AUDITOR)
    with pytest.raises(NotPermittedError):
        take(REGISTER, "a.csv", csv(HEAD, GOOD), auditor, trial=True)
    assert client_of(auditor).get("/en/work/research/import/").status_code == 403


@pytest.mark.django_db
def test_the_page_tells_each_cell(officer: User, client_of: Callable[[User], Client]) -> None:
    file = csv(HEAD, "two,Two,novel,X,Why?,Ask,letter")
    file.name = "a.csv"
    page = client_of(officer).post("/nl/work/research/import/", {"file": file}).content.decode()
    assert "Er is niets overgenomen" in page
    assert "novel" in page


@pytest.mark.django_db
def test_what_others_have_is_not_there_already(person: People) -> None:
    """Two implementers may give one number; that one has it tells the other nothing."""
    head = "number,scheme,return_kind,country,applied_on,departed_on,sex,category"
    row = "R1,hrt,assisted,IRQ,2020-01-01,2020-06-01,M,adult"
    for place in ("XM-DAC-47066", "NL-KVK-1"):
        worker = person(Role.CASEWORKER, place, name=place.lower())
        outcome = take(PAST, "a.csv", csv(head, row), worker, trial=False)
        assert (outcome.taken, outcome.there) == (1, 0)
