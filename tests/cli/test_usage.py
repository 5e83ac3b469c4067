"""Wrong words of a command, told in the language of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")


@pytest.mark.parametrize(
    ("words", "what", "repair"),
    [
        (["rapport"], "Er is geen opdracht “rapport”", "zie wat er is: grutto --help"),
        (["seal", "sein"], "Er is geen opdracht “sein”", "grutto seal --help"),
        (["report", "nl-2008", "2010", "--taal", "nl"], "Er is geen optie “--taal”", "grutto report --help"),
        (["report", "nl-2008", "dertig"], "“dertig” past niet bij YEAR", "schrijf een geheel getal"),
        (["report", "nl-2008"], "YEAR ontbreekt", "zie wat er kan staan: grutto report --help"),
        (["report", "nl-2008", "2010", "2011"], "De opdracht kan niets met “2011”", "zie wat er is"),
        (["measure", "spent", "--format", "xml"], "“xml” past niet bij --format", "een van: table, csv, json"),
        (["measure", "spent", "--home", "a", "--home", "b"], "--home komt twee keer voor", "geef het één keer"),
    ],
)
def test_wrong_words_are_told_in_dutch(
    capsys: pytest.CaptureFixture[str], words: list[str], what: str, repair: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    told = " ".join(capsys.readouterr().err.split())
    assert (caught.value.code, what in told, repair in told) == (1, True, True), told


def test_a_file_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["seal", "sign", str(tmp_path / "none"), "--name", "a", "--key", str(tmp_path / "key")])
    told = capsys.readouterr().err
    assert "Er is geen zulk bestand of zulke map" in told
    assert str(tmp_path / "none") in told
