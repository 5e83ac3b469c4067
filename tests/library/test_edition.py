"""An edition that was opened: figures, page, files, verdict, comparison; the same as on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.errors import UnknownNameError, VerificationError
from grutto.library.home import OpenHome

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command
    from grutto.library.edition import OpenEdition
    from grutto.store.home import Home


@pytest.fixture(scope="module")
def report(nl_home: Home, project: Path) -> OpenEdition:
    judgements = project / "examples" / "nl-2010" / "judgements.toml"
    return OpenHome(nl_home).report("nl-2008", 2010, languages="en", judgements=judgements)


def test_it_writes_what_the_command_writes(report: OpenEdition, nl_report: Path, tmp_path: Path) -> None:
    written = report.write(tmp_path / "report")
    files = {path.relative_to(nl_report): path.read_bytes() for path in nl_report.rglob("*") if path.is_file()}
    assert files
    assert written.folder == tmp_path / "report"
    assert {p.relative_to(written.folder): p.read_bytes() for p in written.folder.rglob("*") if p.is_file()} == files


def test_a_kept_one_is_written_again(report: OpenEdition, nl_home: Home, tmp_path: Path) -> None:
    kept_edition = OpenHome(nl_home).edition(report.id)
    assert kept_edition.write(tmp_path / "again").verify().differences == ()
    assert kept_edition.page() == (tmp_path / "again" / "index.html").read_text("utf-8")
    assert "Voortgangsrapportage" in kept_edition.page("nl"), "it is read in a language it was not written in"
    with pytest.raises(UnknownNameError, match="no language “xx”"):
        kept_edition.page("xx")


def test_its_figures_are_those_of_the_register(report: OpenEdition) -> None:
    assert [figure.id for figure in report.figures] == [figure.id for figure in report.record.figures]
    assert report.figure("1").id == report.figures[0].id
    rows = [figure for figure in report.figures if figure.figure.rows]
    assert all(len(figure.trace()) >= 1 for figure in rows[:3])


def test_a_change_is_a_difference_and_the_error_of_the_command(
    report: OpenEdition, grutto: Command, nl_home: Home, tmp_path: Path
) -> None:
    forged = report.write(tmp_path / "forged")
    page = tmp_path / "forged" / "index.html"
    page.write_text(page.read_text("utf-8").replace("1,160", "1,610"), "utf-8")
    verdict = forged.verify()
    assert [str(one) for one in verdict.differences] == ["index.html: the file was changed after the edition was made"]
    with pytest.raises(VerificationError) as refused:
        verdict.require()
    answer = grutto("verify", tmp_path / "forged", "--home", nl_home.path)
    assert answer.code == 1
    assert refused.value.what in answer.err
    report.verify().require()


def test_a_notebook_shows_what_it_rests_on(report: OpenEdition) -> None:
    html = report._repr_html_()
    assert all(part in html for part in (report.title, report.id, report.record.release, "nl-2008"))


def test_two_are_compared(report: OpenEdition, nl_home: Home) -> None:
    assert len(report.compare(report)) == 0
    other = OpenHome(nl_home).report("nl-2008", 2009, languages="en")
    assert {row["what"] for row in report.compare(other)} >= {"new", "gone"}
