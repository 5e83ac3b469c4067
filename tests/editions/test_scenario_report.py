"""The report of a scenario rests on a result and on no release."""

from __future__ import annotations

from small_result import balance, results

from grutto.editions.scenario_report import make_scenario
from grutto.model.figure import Simulation

MADE = results(region_balance=[balance(period, "europe", "immigration", 100) for period in (2025, 2020)])


def test_it_names_the_result_and_its_figures_come_from_the_run() -> None:
    draft = make_scenario(MADE, ("en", "nl"))
    edition = draft.edition
    assert (edition.year, edition.release, edition.framework) == (2020, "", "")
    assert edition.subject == MADE.subject
    assert edition.figures
    assert all(isinstance(figure.lineage, Simulation) for figure in edition.figures)
    assert set(edition.title.values()) == {"Busy borders"}
    assert [len(content.register) for content in draft.readings().values()] == [len(edition.figures)] * 2


def test_another_result_is_another_edition() -> None:
    other = results({"scenario": "calm"}, region_balance=[balance(2020, "europe", "immigration", 100)])
    ids = {make_scenario(made, languages).edition.id for made in (MADE, other) for languages in (("en",), ("nl",))}
    assert len(ids) == 4
