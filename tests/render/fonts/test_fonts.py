"""What a text is written with: our own fonts where they have its letters, and never an empty box."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grutto.render import fonts
from grutto.render.fonts import FAMILIES, lettering

UNWRITTEN = "\U00012000"  # cuneiform stands in no font of ours


@pytest.mark.parametrize(
    "text", ["", "Curaçao, Ελλάδα, Україна", "\N{MINUS SIGN}1", "\u0627\u0644\u0647\u062c\u0631\u0629", "a\tb\nc\u200b"]
)
def test_our_own_fonts_have_these_letters(text: str) -> None:
    """Else each negative amount looks as the machine has it; what is not drawn needs no font."""
    found = lettering(text)
    assert (found.families, found.missing) == (FAMILIES, frozenset())
    assert all(path.parent == fonts.FOLDER for path in found.files)


def test_a_letter_that_no_font_has_is_written_as_its_code_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_fonts_of_machine", tuple)
    found = lettering(f"a{UNWRITTEN}")
    assert found.missing == {UNWRITTEN}
    assert found.written(f"a{UNWRITTEN}b") == "a[U+12000]b"
    assert replace(found, missing=frozenset()).written(UNWRITTEN) == UNWRITTEN


def test_of_the_machine_as_few_fonts_are_taken_as_have_the_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first has none of them, the second both, so that the third is not needed."""
    signs = {"none": "x", "both": "\u6f22\u5b57", "one": "\u6f22"}
    machine = tuple((name, Path(name), 0) for name in signs)
    own = fonts._signs
    monkeypatch.setattr(fonts, "_fonts_of_machine", lambda: machine)
    monkeypatch.setattr(
        fonts, "_signs", lambda path, index: frozenset(signs[path.name]) if path.name in signs else own(path, index)
    )
    found = lettering("a\u6f22\u5b57")
    assert found.families == (*FAMILIES, "both")
    assert found.files[-1] == Path("both")
    assert found.missing == frozenset()


def test_a_file_that_is_no_font_has_no_letters(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"no font")
    assert fonts._signs(tmp_path / "a.ttf", 0) == frozenset()
