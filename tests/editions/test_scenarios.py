"""Tables beside a report of scenarios: each figure follows from its row, and a run made again gives the same rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from small_content import FIGURES
from small_result import balance, results

from grutto.editions import scenarios
from grutto.editions.scenarios import differing_figures, differing_tables, row_of, simulated
from grutto.errors import ScenarioError
from grutto.model.edition import Edition
from grutto.model.figure import Simulation

if TYPE_CHECKING:
    from grutto.model.figure import Figure
    from grutto.reports.scenario.figures import Results

NET, AFRICA = balance(2020, "europe", "net", 100), balance(2020, "africa", "net", -100)
MADE = results(region_balance=[NET, AFRICA])
SHOWN = MADE.figure("region_balance", NET, "median", labels=("period", "measure", "region"))
EDITION = Edition("", 2020, ("en",), "", "", "", "code", (FIGURES[0], SHOWN), {}, {})


def differences(monkeypatch: pytest.MonkeyPatch, beside: Results, *figures: Figure) -> list[str]:
    monkeypatch.setattr(scenarios, "read_result", lambda _: beside.written)
    return list(map(str, differing_figures(replace(EDITION, figures=figures), Path("report"))))


def test_figures_that_a_model_computed_are_those_compared() -> None:
    assert [figure.id for figure, _ in simulated(EDITION)] == [SHOWN.id]


def test_a_figure_is_the_number_of_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    assert differences(monkeypatch, MADE, SHOWN) == []
    (line,) = differences(monkeypatch, MADE, replace(SHOWN, value=Decimal(101)))
    assert line.endswith("the edition says 101 persons, its table 100")
    assert len(differences(monkeypatch, MADE, replace(SHOWN, unit="percent"))) == 1


def test_a_table_that_was_changed_or_lacks_the_row_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = results(region_balance=[NET])
    changed.written.files["region_balance"] = ("region_balance.parquet", "another digest")
    for beside in (changed, results(region_balance=[AFRICA]), results(region_balance=[NET, NET])):
        (line,) = differences(monkeypatch, beside, SHOWN)
        assert "missing or was changed" in line


def test_a_row_is_found_by_all_its_labels() -> None:
    assert isinstance(SHOWN.lineage, Simulation)
    assert row_of(MADE, SHOWN.lineage) == (NET, "median")
    with pytest.raises(ScenarioError, match=r"(.|\n)*region asia"):
        row_of(MADE, replace(SHOWN.lineage, row=(("region", "asia"), ("column", "median"))))


def test_a_result_that_is_gone_is_one_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: Path) -> None:
        raise ScenarioError("There is no scenario result here", where="x")

    monkeypatch.setattr(scenarios, "read_result", gone)
    assert list(differing_figures(EDITION, Path("report"))) == ["There is no scenario result here: x"]


def test_rows_that_differ_when_computed_again_are_counted() -> None:
    assert list(differing_tables(MADE, MADE)) == []
    (changed,) = differing_tables(MADE, results(region_balance=[NET, NET]))
    assert changed == "busy: 1 row of 2 of region_balance differs when computed again"
    (lost,) = differing_tables(MADE, results())
    assert lost == "busy: 2 rows of 2 of region_balance differ when computed again"
