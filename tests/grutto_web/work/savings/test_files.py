"""A ledger as a file: taken all or not at all, and given back as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from web_savings import COST

from grutto.errors import DeclarationError
from grutto.frameworks.ledger import ledger_text, load_ledger
from grutto_web.people.acts.perform import entries, perform
from grutto_web.people.acts.refusals import NotPermittedError
from grutto_web.people.roles import Role
from grutto_web.work.savings.acts import Enter, Withdraw
from grutto_web.work.savings.files import take_ledger
from grutto_web.work.savings.ledgers import current_ledger
from grutto_web.work.savings.models import SavingsEntry

if TYPE_CHECKING:
    from pathlib import Path

    from web_people import People

    from grutto.store.home import Home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def test_a_file_is_taken_once_as_it_was_signed(ledger_file: Path, person: People, home: Home) -> None:
    officer, content = person(Role.OFFICER), ledger_file.read_bytes()
    intake = take_ledger("fictional", "ledger.toml", content, officer)
    assert (intake.taken, intake.there, intake.problems) == (18, 0, [])
    assert current_ledger("fictional") == load_ledger(ledger_file)
    assert {e.author for e in current_ledger("fictional")} == {"A. Fictional, controller"}
    again = take_ledger("fictional", "ledger.toml", content, officer)
    assert (again.taken, again.there) == (0, 18)
    (logged,) = entries(SavingsEntry.objects.all()[0])
    assert (logged.act, logged.actor, "controller" in str(logged.changes)) == ("savings.TakeFromFile", officer, False)
    path = home.path / "ledger.toml"
    path.write_text(ledger_text(current_ledger("fictional")))
    assert load_ledger(path) == load_ledger(ledger_file)


def test_one_wrong_entry_and_nothing_is_taken(ledger_file: Path, person: People) -> None:
    officer, known = person(Role.OFFICER), load_ledger(ledger_file)
    perform(Enter, None, officer, COST | {"country": "ET"})
    take_ledger("fictional", "l.toml", ledger_text(known[:1]).encode(), officer)
    changed = (
        replace(known[0], persons=1),
        replace(known[1], days=known[1].days + 1),
        known[2],
        replace(known[-1], amount=None, figure="spend year=2020"),
        replace(known[4], reference="", id="x" * 201),
    )
    intake = take_ledger("fictional", "l.toml", ledger_text(changed).encode(), officer)
    assert intake.taken == 0
    found = [(p.place, p.entry[:22], p.field) for p in intake.problems]
    assert found == [
        (1, "estimate-2019-Q1-SO", "id"),
        (2, "estimate-2019-Q1-HR", "days"),
        (4, known[-1].id, "figure"),
        (5, "x" * 22, "reference"),
        (5, "x" * 22, "id"),
    ]
    assert "other values" in intake.problems[0].text
    assert SavingsEntry.objects.count() == 2


def test_the_persons_of_an_entry_by_hand_are_not_taken_again(ledger_file: Path, person: People) -> None:
    officer = person(Role.OFFICER)
    own = perform(Enter, None, officer, COST | {"cohort": "2018-Q4"})
    first = replace(load_ledger(ledger_file)[0], cohort="2018-Q4")
    content = ledger_text([first]).encode()
    (problem,) = take_ledger("fictional", "l.toml", content, officer).problems
    assert "are about the same persons" in problem.text
    perform(Withdraw, own, officer, {"reason": "The file has it"})
    assert take_ledger("fictional", "l.toml", content, officer).taken == 1


def test_what_is_no_ledger_is_told_with_its_place(person: People) -> None:
    with pytest.raises(DeclarationError) as caught:
        take_ledger("fictional", "our ledger.toml", b"[[entry]]\nid = 3", person(Role.OFFICER))
    assert "our ledger.toml, key entry[0]" in caught.value.where


def test_who_only_reads_brings_nothing(ledger_file: Path, person: People) -> None:
    with pytest.raises(NotPermittedError):
        take_ledger("fictional", "l.toml", ledger_file.read_bytes(), person(Role.REVIEWER))
    assert not SavingsEntry.objects.exists()
