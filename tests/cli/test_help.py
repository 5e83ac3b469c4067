"""The help of every command, in the language of the terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import pytest
from cyclopts import App, Parameter
from dutch import english_of_ours

import grutto.locale
from grutto.cli import app
from grutto.cli.help import OF_CYCLOPTS, PLACEHOLDERS, HelpFormatter
from grutto.locale import known_text
from grutto.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.locale import Language

OF_LAYOUT = re.compile(r"Usage|\[(?:choices|default|required|OPTIONS|ARGS)|\b(?:COMMAND|CHOICE|INT|STR)\b")


def _commands(one: App, chain: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield chain
    for name in one.resolved_commands():
        if not name.startswith("-"):
            yield from _commands(one[name], (*chain, name))


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were shown in Dutch and that no catalogue has; one whose Dutch is empty is an error."""
    found, worded = list[str](), grutto.locale.worded

    def noting(text: str, language: Language, *, paths: bool = True) -> str:
        if isinstance(text, Message) and text and not known_text(text.text):
            found.append(text.text)
        return worded(text, language, paths=paths)

    monkeypatch.setattr(grutto.locale, "worded", noting)
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    monkeypatch.setenv("COLUMNS", "1000")
    return found


@pytest.mark.parametrize("command", [*_commands(app)], ids=" ".join)
def test_help_is_in_dutch(capsys: pytest.CaptureFixture[str], unknown: list[str], command: tuple[str, ...]) -> None:
    app.help_print(command)
    shown = capsys.readouterr().out
    assert shown.startswith(f"Gebruik: {' '.join(('grutto', *command))}")
    assert (unknown, english_of_ours(shown), OF_LAYOUT.findall(shown)) == ([], [], [])


@pytest.mark.parametrize("words", [[], ["scenario"]], ids=" ".join)
@pytest.mark.usefixtures("unknown")
def test_without_a_command_the_commands_are_listed_in_dutch(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    app(words, result_action="return_value")
    assert "╭─ Opdrachten ─" in capsys.readouterr().out


def test_a_parameter_that_no_catalogue_has_is_found(capsys: pytest.CaptureFixture[str], unknown: list[str]) -> None:
    tried = App(name="tried", help="Account for it.", help_formatter=HelpFormatter())

    @tried.default
    def new(*, colour: Annotated[str, Parameter(help="Colour of the\npage.")] = "") -> None:
        """Make the progress report of a year."""

    tried.help_print([])
    assert unknown == ["Account for it.", "Colour of the page."]
    assert 'Colour of the page. [standaard: ""]' in capsys.readouterr().out


def test_cyclopts_shows_the_words_that_are_said_to_be_its(capsys: pytest.CaptureFixture[str]) -> None:
    """They are copied from it: another version may say something else."""
    for command in _commands(app):
        app.help_print(command)
    shown = capsys.readouterr().out
    assert {text for text in OF_CYCLOPTS | PLACEHOLDERS if text not in shown} == set()


def test_a_parameter_keeps_its_name_in_a_usage(capsys: pytest.CaptureFixture[str], unknown: list[str]) -> None:
    """PATH is the name of a parameter of one command, and what stands in place of a path at another."""
    app.help_print(["template", "convert"])
    assert "grutto template convert --output PAD [OPTIES] PATH\n" in capsys.readouterr().out
    assert unknown == []
