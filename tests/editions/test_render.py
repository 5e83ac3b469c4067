"""An edition is made into pages again from its content alone: the whole of it, or a chapter."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from grutto.editions.record import kept_edition
from grutto.editions.render import chapter_again, rendered_again
from grutto.errors import UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command
    from grutto.store.home import Home


def test_pages_and_tables_are_the_same_bytes_without_the_release(
    grutto: Command, nl_home: Home, nl_report: Path, tmp_path: Path
) -> None:
    edition = kept_edition(str(nl_report), nl_home).edition
    shutil.copytree(nl_home.editions, tmp_path / "home" / "editions")
    answer = grutto("render", edition.id, "--output", tmp_path / "again", "--home", tmp_path / "home")
    assert answer.code == 0, answer.err
    written = {p.relative_to(tmp_path / "again").as_posix(): p for p in (tmp_path / "again").rglob("*") if p.is_file()}
    assert set(written) | {"content.json"} == set(edition.files)
    for name, path in written.items():
        assert path.read_bytes() == (nl_report / name).read_bytes(), name


def test_a_chapter_is_a_page_that_leads_to_the_report_and_the_register(nl_home: Home, nl_report: Path) -> None:
    kept = kept_edition(str(nl_report), nl_home)
    files = chapter_again(kept, "finance")
    assert list(files) == ["finance.html"]
    page: Any = html.document_fromstring(files["finance.html"].decode())
    whole: Any = html.document_fromstring(rendered_again(kept)["index.html"].decode())
    (own,), (there,) = (tree.xpath("//section[@id='finance']") for tree in (page, whole))
    assert own.text_content() == there.text_content()
    assert page.xpath("//section[@id='summary']") == []
    assert {a.get("href") for a in page.xpath("//header//a")} == {"index.html"}
    assert all(a.get("href").startswith("register.html#figure-") for a in page.xpath("//a[@data-figure]"))


def test_what_an_edition_does_not_have_is_told(nl_home: Home, nl_report: Path) -> None:
    kept = kept_edition(str(nl_report), nl_home)
    with pytest.raises(UnknownNameError, match="no chapter “weather”"):
        chapter_again(kept, "weather")
    with pytest.raises(UnknownNameError, match="There is no language “xx”"):
        chapter_again(kept, "finance", "xx")
    assert list(chapter_again(kept, "finance", "nl")) == ["finance.nl.html"], "it is read in a language it lacks"
