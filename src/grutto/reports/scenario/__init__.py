"""The report of one scenario: a page made from a result's folder, each figure with the run it comes from."""

from __future__ import annotations

import hashlib
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


def write_scenario_report(folder: Path, output: Path, languages: tuple[str, ...]) -> list[Path]:
    """Write a page a language, and the record of all figures with their lineage.

    Args:
        folder: written by `grutto scenario run`.
        output: folder to write to.
        languages: at least one.

    Returns:
        the files written.

    Raises:
        ScenarioError: there is no result in the folder.
        UnknownNameError: a language that Grutto does not write.
    """
    results = Results(read_result(folder))
    documents = {code: document(results, Wording(language_named(code))) for code in languages}
    lineage = results.written.lineage
    tables = "\n".join(f"{name} {digest}" for name, digest in results.written.files.values())
    edition = Edition(
        framework=f"scenario:{lineage['scenario']}",
        year=results.periods[0],
        release=hashlib.sha256(tables.encode()).hexdigest(),
        framework_sha256=lineage["scenario_sha256"],
        judgements_sha256="",
        code=code_version(),
        languages=languages,
        figures=shown_figures(documents, {}),
        rows_sha256={},
        pages={},
    )
    edition = write_pages(Made(documents, edition, None, {}), output)
    write_json(output / FILE, record_of(edition))
    return [*(output / page_name(code, languages) for code in languages), output / FILE]


def document(results: Results, wording: Wording) -> Document:
    """Return the report in one language."""
    lineage = results.written.lineage
    say = wording.say
    facts = (
        (say("Model"), (Quote(lineage["parameters"]),)),
        (say("Seed"), (Label(str(lineage["seed"])),)),
        (say("Data"), (Quote("; ".join(text for _, text in results.data)),)),
        (say("Assumptions by"), (Quote(lineage["scenario_authorship"]),)),
        (say("Made by"), (Label(f"{lineage['version']} · {code_version()}"),)),
    )
    return Document(
        title=(Quote(lineage["scenario_title"]),),
        subtitle=say("Scenario of migration flows, {periods}", periods=Label(results.span)),
        note=lineage["scenario_authorship"],
        facts=Facts(facts),
        sections=(assumptions(results, wording), charts(results, wording), effects(results, wording)),
    )
