"""What an import would do is told before anything is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quote_samples import filled_template, quotes

from grutto.remittances.dry_run import dry_run, template_dry_run
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
