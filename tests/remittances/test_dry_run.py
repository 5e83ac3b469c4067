"""What an import would do is told before anything is done."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from quote_samples import filled_template, quotes

from grutto.locale import language_named
from grutto.remittances.dry_run import as_csv, as_html, dry_run, template_dry_run
from grutto.tables import extracted_tables

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command

TABLE = "remittance_quote"


def test_a_survey_by_row_column_and_severity(tmp_path: Path) -> None:
    rows = [{}, {"transparent": "no"}, {"period": "?"}, {"speed actual": "<b>week</b>"}]
    run = dry_run(quotes(tmp_path / "q.csv", rows), extracted_tables()[TABLE])
    assert (run.taken, run.quarantined, run.left_out, run.corridors, run.quarters) == (3, 1, 1, 1, ("2014-Q1",))
    assert run.counts == [("error", "period.unknown", 1), ("warning", "speed.unknown", 2)]
    lines = list(csv.DictReader(io.StringIO(as_csv([run]))))
    assert tuple(lines[0][n] for n in ("severity", "row", "column", "found")) == ("error", "4", "period", "?")
    page = as_html([run])
    assert "<b>week" not in page
    assert "&lt;b&gt;week" in page


def test_in_dutch_too(tmp_path: Path) -> None:
    dutch = language_named("nl")
    runs = [
        dry_run(quotes(tmp_path / "q.csv", [{}, {"period": "?"}]), extracted_tables()[TABLE]),
        dry_run(quotes(tmp_path / "r.csv", [{"cc1 total cost %": "99"}]), extracted_tables()[TABLE]),
    ]
    page = as_html(runs, dutch)
    assert '<html lang="nl">' in page
    for words in (
        "Proefronde: er is niets veranderd",
        "Rijen die zouden worden overgenomen: 1",
        "Het bestand zou worden geweigerd: In 1 van 1",
        "fout",
    ):
        assert words in page
    english = ("Rows", "would be", "This is no", "severity", "ask the publisher")
    assert [words for words in english if words in page] == []
    assert "Dit is geen kwartaal" in as_csv(runs, dutch)


def test_a_file_that_would_be_refused_and_a_template(tmp_path: Path, grutto: Command) -> None:
    wrong = quotes(tmp_path / "q.csv", [{"cc1 total cost %": "99"}])
    answer = grutto("remittances", "check", wrong, "--html", tmp_path / "r.html", "--csv", tmp_path / "r.csv")
    assert answer.code == 1
    assert "The file would be refused: In 1 of 1 rows" in answer.out
    assert "The file would be refused" in (tmp_path / "r.html").read_text()
    assert "cost.identity" in (tmp_path / "r.csv").read_text()
    assert grutto("remittances", "template", tmp_path / "t.xlsx").code == 0
    run = template_dry_run(filled_template(tmp_path / "t.csv", [{"fee": "=1+1"}, {"applied_rate": ""}]))
    assert (run.taken, run.quarantined, run.left_out) == (1, 1, 1)
    assert "'=1+1" in as_csv([run]), "no spreadsheet computes what stands in a file"
