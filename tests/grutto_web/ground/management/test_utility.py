"""`grutto manage` tells in the language of the terminal which commands there are."""

from __future__ import annotations

import pytest
from django.utils.translation import get_language

from grutto_web.ground.management.utility import Utility


@pytest.fixture(autouse=True)
def dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")


@pytest.mark.parametrize(
    ("name", "near"), [("log_verfy", "De naam die er het meest op lijkt is “log_verify”\n"), ("xyzzy", "")]
)
def test_a_command_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str], name: str, near: str) -> None:
    before = get_language()
    with pytest.raises(SystemExit) as caught:
        Utility(["grutto", name]).execute()
    told = f"Er is geen opdracht “{name}”; zie welke er zijn: grutto manage\n{near}"
    assert (caught.value.code, capsys.readouterr().err, get_language()) == (1, told, before)


def test_commands_of_the_site_are_listed_before_those_of_libraries(capsys: pytest.CaptureFixture[str]) -> None:
    Utility(["grutto", "help"]).execute()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Opdrachten van de site:"
    others = lines.index("Opdrachten van Django en andere bibliotheken:")
    assert ("  log_verify" in lines[:others], "  migrate" in lines[others:]) == (True, True)
    Utility(["grutto", "help", "--commands"]).execute()
    assert {"log_verify", "migrate"} <= set(capsys.readouterr().out.split())
