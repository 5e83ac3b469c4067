"""An edition ordered in the browser has the ledger of now: the same figures as one made with its file."""

from __future__ import annotations

import hashlib
import shutil
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from fictional_programme import generator
from web_savings import COST

from grutto.editions.record import read_record
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import GuardError
from grutto_web.people.roles import Role
from grutto_web.work.editions.acts import Order, OrderAgain, Submit
from grutto_web.work.editions.making import make
from grutto_web.work.editions.models import Publication, State
from grutto_web.work.editions.signed_inputs import SignedInputs, signed_inputs
from grutto_web.work.savings.acts import Enter
from grutto_web.work.savings.files import take_ledger
from grutto_web.work.savings.models import SavingsEntry

if TYPE_CHECKING:
    from pathlib import Path

    from web_people import People

    from conftest import Command
    from grutto_web.people.accounts.models import User

pytestmark = pytest.mark.django_db
ORDER = {"framework": "fictional", "year": 2020, "languages": ["en", "nl"]}
CONTEXT: Any = SimpleNamespace(task_result=SimpleNamespace(id="5b3c6f0e-0000-4000-8000-000000000001"))


@pytest.fixture
def fictional(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A data folder with the fictional programme and its framework."""
    monkeypatch.setenv("GRUTTO_HOME", str(tmp_path / "home"))
    take_in(Home(), incoming_files(generator().write(tmp_path / "files")))
    shutil.copytree(project / "examples/fictional/fictional", tmp_path / "home/frameworks/fictional")
    return Home()


def _makes(ordered: Publication) -> Publication:
    make.func(CONTEXT, ordered.pk, ordered.version, "en")
    ordered.refresh_from_db()
    return ordered


def test_the_edition_of_the_example_is_that_of_the_command(
    fictional: Home, project: Path, person: People, grutto: Command, tmp_path: Path
) -> None:
    officer, example = person(Role.OFFICER), project / "examples/fictional"
    take_ledger("fictional", "ledger.toml", (example / "ledger.toml").read_bytes(), officer)
    made = _makes(perform(Order, None, officer, ORDER))
    assert made.state == State.DRAFT, made.fault
    options = ("--lang", "en", "--lang", "nl", "--ledger", example / "ledger.toml", "--output", tmp_path / "report")
    assert grutto("report", example / "fictional", 2020, *options, "--home", fictional.path).code == 0
    ours, command = read_record(made.edition, fictional), read_record(str(tmp_path / "report"), fictional)
    assert len([f for f in ours.figures if f.id.startswith("ledger-")]) > 40
    assert {f.id: f for f in ours.figures} == {f.id: f for f in command.figures}
    assert ours.id == command.id


def test_another_ledger_asks_for_another_edition(fictional: Home, person: People, client_of: Any) -> None:
    officer = person(Role.OFFICER)
    made = _makes(perform(Order, None, officer, ORDER))
    perform(Enter, None, officer, COST | {"quarter": "2021-Q1", "cohort": "2021-Q1"})
    assert made.signed == signed_inputs("fictional", 2020).version, "of a later year: not of this report"
    perform(Enter, None, officer, COST)
    with pytest.raises(GuardError, match="savings ledger have changed"):
        perform(Submit, made, officer)
    assert "savings ledger have changed" in client_of(officer).get(made.get_absolute_url()).text
    again = _makes(perform(OrderAgain, made, officer))
    assert again.signed == signed_inputs("fictional", 2020).version
    figures = {f.id: f.value for f in read_record(again.edition, fictional).figures}
    assert figures["ledger-persons.entry-estimate-2019-Q1-SO"] == 400


def test_without_a_ledger_drafts_of_before_still_hold() -> None:
    """What was kept with an edition before there were ledgers is the digest of its judgements alone."""
    assert SignedInputs((), ()).version == hashlib.sha256(b"()").hexdigest()


def test_a_ledger_that_two_people_broke_at_one_moment_makes_no_edition(
    fictional: Home, person: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer: User = person(Role.OFFICER)
    ordered = perform(Order, None, officer, ORDER)
    monkeypatch.setattr("grutto_web.work.savings.acts.current_ledger", lambda _framework: ())
    for _ in range(2):
        perform(Enter, None, officer, COST)
    assert SavingsEntry.objects.count() == 2
    made = _makes(ordered)
    assert made.state == State.FAILED
    assert "about the same persons" in made.fault
