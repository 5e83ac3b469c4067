"""What an import of prices would do, as a page and as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from dutch import english_of_ours
from lxml import html
from quote_samples import filled_template, quotes

from grutto.locale import ENGLISH, language_named
from grutto.remittances.dry_run import DryRun, dry_run, template_dry_run
from grutto.render.findings.dry_run import as_csv, as_html
from grutto.tables import extracted_tables

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(tmp_path: Path) -> DryRun:
    """A file with an error, and two warnings of one rule in one row."""
    rows = [{}, {"transparent": "no"}, {"period": "?"}, {"speed actual": "<b>week</b>"}]
    return dry_run(quotes(tmp_path / "q.csv", rows), extracted_tables()["remittance_quote"])


@pytest.fixture
def refused(tmp_path: Path) -> DryRun:
    """A file that would be refused."""
    return dry_run(quotes(tmp_path / "r.csv", [{"cc1 total cost %": "99"}]), extracted_tables()["remittance_quote"])


def test_the_page_tells_of_each_rule_how_often_and_where(run: DryRun) -> None:
    """A page of one file names it too; what stood in the file is escaped."""
    page: Any = html.fromstring(as_html([run]))
    assert [heading.text for heading in page.iter("h1", "h2")] == ["Dry run: nothing was changed", "q.csv"]
    assert [one.text_content().split("(")[0].split()[0] for one in page.iter("summary")] == ["error", "warning"]
    text = " ".join(page.text_content().split())
    for words in (
        "2014-Q1",
        "taken: 3, in no average: 1; left out: 1",
        "1 error, 2 warnings",
        "(2 times)",
        "To mend it:",
    ):
        assert words in text
    cells = [[td.text_content() for td in row.iter("td")] for row in page.iter("tr")]
    assert [row for row in cells if row] == [
        ["4", "?", "period"],
        ["5", "<b>week<", "speed actual"],
        ["5", "b>", "speed actual"],
    ]
    assert {td.get("data-head") for td in page.iter("td")} == {"Row", "Found", "Column"}


def test_a_file_that_would_be_refused_and_one_without_findings(tmp_path: Path, refused: DryRun) -> None:
    clean = dry_run(quotes(tmp_path / "c.csv", [{}]), extracted_tables()["remittance_quote"])
    page: Any = html.fromstring(as_html([refused, clean]))
    first, last = page.find_class("callout")
    assert first.get("class") == "callout critical"
    assert "The file would be refused: In 1 of 1 rows" in first.text_content()
    assert "Nothing is wrong." in last.text_content()


def test_in_dutch_too(run: DryRun, refused: DryRun) -> None:
    dutch = language_named("nl")
    page = as_html([run, refused], dutch)
    assert english_of_ours(page) == []
    assert html.fromstring(page).get("lang") == "nl"
    for words in ("Proefronde: er is niets veranderd", "Het bestand zou worden geweigerd: In 1 van 1", "fout"):
        assert words in page
    assert "Dit is geen kwartaal" in as_csv([run], dutch)


def test_csv_by_row_column_and_severity(tmp_path: Path, run: DryRun) -> None:
    lines = list(csv.DictReader(io.StringIO(as_csv([run], ENGLISH))))
    assert tuple(lines[0][n] for n in ("severity", "row", "column", "found")) == ("error", "4", "period", "?")
    formula = template_dry_run(filled_template(tmp_path / "t.csv", [{"fee": "=1+1"}]))
    assert "'=1+1" in as_csv([formula]), "no spreadsheet computes what stands in a file"
