"""The report of one scenario: a page made from a result's folder, each figure with the run it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.locale import language_named
from grutto.model.edition import Edition
from grutto.reports.content import Document, Facts, Label, Quote
from grutto.reports.context import Wording
from grutto.reports.edition import Made, code_version, shown_figures
from grutto.reports.html import page_name
from grutto.reports.record import FILE, record_of
from grutto.reports.scenario.assumptions import assumptions
from grutto.reports.scenario.charts import charts
from grutto.reports.scenario.effects import effects
from grutto.reports.scenario.figures import Results
from grutto.reports.write import write_pages
from grutto.scenarios.result import read_result
from grutto.store.files import write_json

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.reports.content import Line, Section


def write_scenario_report(folder: Path, output: Path, languages: tuple[str, ...]) -> list[Path]:
    """Write a page a language, the tables it shows, and the record of all figures with their lineage.

    Args:
        folder: written by `grutto scenario run`.
        output: folder to write to.
        languages: at least one.

    Returns:
        the pages and the record.

    Raises:
        ScenarioError: there is no result in the folder.
        UnknownNameError: a language that Grutto does not write.
    """
    results = Results(read_result(folder))
    documents = {code: document(results, Wording(language_named(code))) for code in languages}
    edition = Edition(
        framework="",
        year=results.periods[0],
        languages=tuple(languages),
        release="",
        framework_sha256="",
        judgements_sha256="",
        code=code_version(),
        figures=shown_figures(documents, {}),
        rows_sha256={},
        pages={},
        subject=results.subject,
    )
    edition = write_pages(Made(documents, edition, None, {}, files=results.files()), output)
    write_json(output / FILE, record_of(edition))
    return [*(output / page_name(code, languages) for code in languages), output / FILE]


def document(results: Results, wording: Wording) -> Document:
    """Return the report in one language."""
    lineage = results.written.lineage
    return Document(
        title=(Quote(lineage["scenario_title"]),),
        subtitle=wording.say("Scenario of migration flows, {periods}", periods=Label(results.span)),
        note=lineage["scenario_authorship"],
        facts=run_facts(results, wording),
        sections=parts(results, wording),
    )


def run_facts(results: Results, wording: Wording) -> Facts:
    """Return which model, seed and data a result comes from, and who assumed."""
    lineage, say = results.written.lineage, wording.say
    pairs: list[tuple[Line, Line]] = [
        (say("Model"), (Quote(lineage["parameters"]),)),
        (say("Seed"), (Label(f"{lineage['seed']}"),)),
        (say("Possible futures drawn"), (Label(f"{lineage['draws']}"),)),
        (say("Data"), (Quote("; ".join(text for _, text in results.data)),)),
        (say("Assumptions by"), (Quote(lineage["scenario_authorship"]),)),
        (say("Made by"), (Label(f"{lineage['version']} · {code_version()}"),)),
    ]
    if lineage.get("areas_projected_at_zero"):
        pairs.append((say("Areas projected at zero"), (Quote(lineage["areas_projected_at_zero"]),)))
    if lineage.get("outflows_limited"):
        pairs.append((say("Outflows scaled down, with the number of draws"), (Quote(lineage["outflows_limited"]),)))
    return Facts(tuple(pairs))


def parts(results: Results, wording: Wording, anchor: str = "") -> tuple[Section, ...]:
    """Return assumptions, charts and effects; `anchor` is put before their names in links."""
    return tuple(part(results, wording, anchor) for part in (assumptions, charts, effects))
