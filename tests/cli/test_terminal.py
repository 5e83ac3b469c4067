"""Texts from files on a terminal: shown, never obeyed."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from grutto.cli.terminal import Terminal, show, show_json, visible

if TYPE_CHECKING:
    from conftest import Command, Writer
    from grutto.store.home import Home

HOSTILE = "XX-[test]-1 [bold]loud[/] \x1b[2J\u202e00,1\u2066 :smile:"


def test_what_is_unseen_is_written_as_its_number() -> None:
    """Line feeds and tabs stay; letters of every script stay."""
    assert visible("a\x1b[2J\u202eb\x07\x9b\u200f") == "a\\u001b[2J\\u202eb\\u0007\\u009b\\u200f"
    assert visible("naïve\tعربي\n日本") == "naïve\tعربي\n日本"


def test_a_console_takes_mark_up_for_text() -> None:
    """`XX-[test]-1` keeps its brackets, and nothing becomes a picture or a colour."""
    out = io.StringIO()
    Terminal(file=out, force_terminal=True, width=200).print(HOSTILE)
    assert out.getvalue() == "XX-[test]-1 [bold]loud[/] \\u001b[2J\\u202e00,1\\u2066 :smile:\n"


def test_json_stays_the_same_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Escapes are part of the format."""
    show_json({"title": HOSTILE})
    show("x")
    text = capsys.readouterr().out.removesuffix("x\n")
    assert json.loads(text) == {"title": HOSTILE}
    assert "\u202e" not in text


@pytest.mark.parametrize("format_", ["text", "json", "sarif"])
def test_findings_about_a_hostile_title_do_not_reach_the_screen(
    grutto: Command, iati_file: Writer, tmp_path_factory: pytest.TempPathFactory, format_: str
) -> None:
    """A file whose identifier turns the reading direction is told with its number."""
    path = iati_file(
        tmp_path_factory.mktemp("hostile") / "x.xml",
        "<iati-activity><iati-identifier>XX-[test]-\u202e1</iati-identifier><title/></iati-activity>",
    )
    answer = grutto("check", path, "--format", format_)
    assert "\u202e" not in answer.out + answer.err


def test_a_name_with_brackets_is_imported_and_listed(grutto: Command, iati_file: Writer, home: Home) -> None:
    """Rich's mark-up in the name of a file used to vanish, or to stop the command."""
    path = iati_file(
        home.path.parent / "a[bold]c.xml", "<iati-activity><iati-identifier>XX-1</iati-identifier></iati-activity>"
    )
    answer = grutto("import", path, "--home", home.path)
    assert "a[bold]c.xml" in answer.out
