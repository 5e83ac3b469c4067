"""Counts of who returned: the fictional file adds up to the totals of the letter, and nobody takes the rest apart."""

from __future__ import annotations

import csv
import io
from itertools import cycle, islice
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from grutto_web.cases.casework.acts import DropCounts, Offer, ReleaseCounts
from grutto_web.cases.casework.into_core import bring
from grutto_web.cases.casework.models import CountedPerson, ProtectedEdition
from grutto_web.cases.casework.sheets import take
from grutto_web.cases.casework.workplace import workplace
from grutto_web.cases.returns.models import Case, Member, State
from grutto_web.cases.returns.population import NAME
from grutto_web.cases.returns.registers import PAST
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.record import open_door
from grutto_web.people.acts.refusals import GuardError, NotApartError, NotPermittedError
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from web_people import People
    from web_returns import Team

    from conftest import Command
    from grutto_web.people.accounts.models import User

LETTER = {2009: 1018, 2010: 1160}
"""Returns with HRT, as the letter to parliament of 2010 states them; the people below are made up to add up to them."""
HEAD = "number,scheme,return_kind,country,applied_on,departed_on,sex,category"
SHARES = {"IRQ": 50, "AFG": 14, "ARM": 9, "MNG": 8, "IRN": 7, "AZE": 6, "BDI": 5, "UKR": 1}


def people(year: int, number: int) -> str:
    """Return a fictional file of returns: half of them to Iraq, a handful to Ukraine."""
    countries = cycle([code for code, share in SHARES.items() for _ in range(share)])
    lines = [HEAD]
    for n, country in enumerate(islice(countries, number)):
        sex, category = ("M", "F", "M", "M")[n % 4], ("adult", "adult", "child")[n % 3]
        lines.append(f"F{year}-{n},hrt,assisted,{country},{year}-01-01,{year}-{n % 12 + 1:02}-10,{sex},{category}")
    return "\n".join(lines)


def counts(edition: ProtectedEdition) -> dict[tuple[str, str, str, str], str]:
    """Return table, year, country and sex to what is published."""
    rows = csv.DictReader(io.StringIO(edition.counts))
    return {(r["table"], r["year"], r["country"], r["sex"]): r["obs_value"] for r in rows}


@pytest.fixture
def officers(person: People) -> tuple[User, User]:
    """A disclosure officer and a scheme manager."""
    return person(Role.DISCLOSURE), person(Role.MANAGER)


@pytest.mark.outside_database
@pytest.mark.django_db
def test_the_fictional_file_comes_to_the_totals_of_the_letter(team: Team, officers: tuple[User, User]) -> None:
    for year, number in LETTER.items():
        head, *rows = people(year, number).splitlines()
        before(team, csv.DictReader([head, *rows[:-100]]))
        enter(team, *rows[-100:])
    edition = perform(Offer, None, officers[0], {"population": NAME})
    found = counts(edition)
    assert {year: found["total", str(year), "_T", "_T"] for year in LETTER} == {2009: "1018", 2010: "1160"}
    # eleven rounds of a hundred, and fifty of the sixty that are left
    assert found["by-country", "2010", "IRQ", "_T"] == str(11 * 50 + 50)
    shown = sum(int(v) for k, v in found.items() if k[0] == "by-country" and k[1] == "2010" and v)
    assert shown < 1160 or edition.hidden == 0
    with pytest.raises(NotApartError):
        perform(ReleaseCounts, edition, officers[0], {})
    released = perform(ReleaseCounts, edition, officers[1], {})
    assert released.state == "released"


def before(team: Team, rows: Iterable[dict[str, str]]) -> None:
    """Keep returns as entering them leaves them, but at once: two thousand, by two acts each, take long."""
    of_case = ("number", "scheme", "return_kind", "country", "applied_on", "departed_on")
    known = list(rows)
    place = workplace(team.caseworker)
    cases = [Case(implementer=place, state=State.COMPLETED, **{name: row[name] for name in of_case}) for row in known]
    with open_door():
        Case.objects.bulk_create(cases)
        Member.objects.bulk_create(
            Member(case=case, sex=row["sex"], category=row["category"]) for case, row in zip(cases, known, strict=True)
        )


def enter(team: Team, *rows: str) -> None:
    """Enter returns of the past."""
    outcome = take(PAST, "r.csv", io.BytesIO("\n".join([HEAD, *rows]).encode()), team.caseworker, trial=False)
    assert (outcome.taken, outcome.problems) == (len(rows), [])


def row(number: int, country: str, sex: str = "M") -> str:
    """Return one person who left in 2020."""
    return f"R{number},hrt,assisted,{country},2020-01-01,2020-06-01,{sex},adult"


@pytest.mark.django_db
def test_a_small_count_is_hidden_and_cannot_be_had_by_subtraction(team: Team, officers: tuple[User, User]) -> None:
    """Two of 40 went to Ukraine: with the exact total, one more country has to be hidden."""
    enter(
        team,
        *(row(n, "IRQ") for n in range(20)),
        *(row(n, "AFG") for n in range(20, 38)),
        row(38, "UKR"),
        row(39, "UKR"),
    )
    edition = perform(Offer, None, officers[0], {"population": NAME})
    found = counts(edition)
    assert found["total", "2020", "_T", "_T"] == "40"
    assert found["by-country", "2020", "UKR", "_T"] == ""
    others = [found["by-country", "2020", c, "_T"] for c in ("IRQ", "AFG")]
    assert others.count("") >= 1
    assert CountedPerson.objects.count() == 40


@pytest.mark.django_db
def test_the_next_edition_is_safe_together_with_the_one_before(team: Team, officers: tuple[User, User]) -> None:
    """One late person would show by subtracting editions: the change waits until it is of six."""
    enter(team, *(row(n, "IRQ") for n in range(20)), *(row(n, "AFG") for n in range(20, 40)))
    first = perform(ReleaseCounts, perform(Offer, None, officers[0], {"population": NAME}), officers[1], {})
    assert counts(first)["by-country", "2020", "IRQ", "_T"] == "20"
    enter(team, row(40, "IRQ"))
    with pytest.raises(GuardError, match="cannot be made safe beside what was published before"):
        perform(Offer, None, officers[0], {"population": NAME})
    enter(team, *(row(n, "IRQ") for n in range(41, 46)))
    second = perform(Offer, None, officers[0], {"population": NAME})
    assert counts(second)["by-country", "2020", "IRQ", "_T"] == "26"
    assert (second.number, first.number) == (1, 0)


@pytest.mark.django_db
def test_released_counts_are_a_source_of_the_core(
    team: Team, officers: tuple[User, User], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, grutto: Command
) -> None:
    monkeypatch.setenv("GRUTTO_HOME", str(tmp_path))
    enter(team, *(row(n, "IRQ") for n in range(20)), *(row(n, "AFG") for n in range(20, 40)))
    released = perform(ReleaseCounts, perform(Offer, None, officers[0], {"population": NAME}), officers[1], {})
    for _ in range(2):  # a worker that was killed runs it again
        bring.func(SimpleNamespace(task_result=SimpleNamespace(id="0" * 32)), released.pk)
    answer = grutto("measure", "assisted_returns", "--by", "counterpart", "--home", tmp_path, "--format", "csv")
    found = {r["counterpart"]: r["value"] for r in csv.DictReader(io.StringIO(answer.out))}
    assert found == {"IRQ": "20.000000", "AFG": "20.000000"}


@pytest.mark.django_db
def test_an_offer_is_dropped_before_the_next_and_leaves_nothing_behind(team: Team, officers: tuple[User, User]) -> None:
    enter(team, *(row(n, "IRQ") for n in range(20)))
    edition = perform(Offer, None, officers[0], {"population": NAME})
    with pytest.raises(GuardError, match="waits already"):
        perform(Offer, None, officers[0], {"population": NAME})
    perform(DropCounts, edition, officers[0], {"reason": "a late case"})
    enter(team, row(40, "IRQ"))
    again = perform(Offer, None, officers[0], {"population": NAME})
    assert (again.number, CountedPerson.objects.count()) == (0, 21)


@pytest.mark.django_db
def test_forced_return_is_not_counted_and_caseworkers_release_nothing(team: Team) -> None:
    with pytest.raises(NotPermittedError):
        perform(Offer, None, team.caseworker, {"population": NAME})
