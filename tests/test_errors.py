"""Errors in the language of who reads them: what, where and how to mend it."""

from __future__ import annotations

from pathlib import Path

from grutto.errors import InputError, JudgementProblem, JudgementsError
from grutto.locale import language_named, problem
from grutto.message import msg

DUTCH = language_named("nl")


def _problem(name: str) -> JudgementProblem:
    what, repair = msg("names a figure that does not exist or is several"), msg("check that the code exists")
    return JudgementProblem(name, "unresolved", what, "[[spent]]", repair)


def test_one_wrong_judgement_is_told_in_dutch() -> None:
    what, where, repair = problem(JudgementsError((_problem("one"),)), DUTCH, command=True)
    assert what == "Het oordeel one noemt een cijfer dat niet bestaat of meer dan één is"
    assert (where, repair) == ("[[spent]]", "ga na of de code bestaat")


def test_several_wrong_judgements_are_listed_in_dutch() -> None:
    error = JudgementsError((_problem("one"), _problem("two")))
    what, where, repair = problem(error, DUTCH, command=True)
    assert what == "Er kloppen 2 dingen niet aan oordelen"
    line = "two noemt een cijfer dat niet bestaat of meer dan één is ([[spent]]): ga na of de code bestaat"
    assert where.splitlines()[1] == line
    assert repair == "laat de auteurs deze oordelen bevestigen, verbeteren of intrekken"
    assert "names a figure that does not exist" in str(error)


def test_a_browser_sees_the_name_of_a_file_and_no_command() -> None:
    error = InputError("There is no such file", where=Path("/srv/x/a.toml"), repair="check the path", command="ls")
    assert problem(error, DUTCH, command=False)[1:] == ("a.toml", "controleer het pad")
    assert problem(error, DUTCH, command=True)[1:] == ("/srv/x/a.toml", "controleer het pad: ls")
