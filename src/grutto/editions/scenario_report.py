"""The report of one scenario: an edition that rests on a result instead of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.figures import shown_figures
from grutto.editions.make import DraftEdition, contents_of
from grutto.editions.record import FILE, record_of
from grutto.editions.write import write_pages
from grutto.model.edition import Edition
from grutto.render.html import page_name
from grutto.reports.code import code_version
from grutto.reports.scenario.document import scenario_documents
from grutto.reports.scenario.figures import Results
from grutto.scenarios.result import read_result
from grutto.store.files import write_json

if TYPE_CHECKING:
    from pathlib import Path


def write_scenario_report(result: Path, output: Path, languages: tuple[str, ...]) -> list[Path]:
    """Write a page a language, the tables it shows, and the record of all figures with their lineage.

    Args:
        result: folder written by `grutto scenario run`.
        output: folder to write to.
        languages: at least one.

    Returns:
        the pages and the record.

    Raises:
        ScenarioError: there is no result in the folder.
        UnknownNameError: a language that Grutto does not write.
    """
    edition = write_pages(make_scenario(Results(read_result(result)), languages), output)
    write_json(output / FILE, record_of(edition))
    return [*(output / page_name(code, languages) for code in languages), output / FILE]


def make_scenario(results: Results, languages: tuple[str, ...]) -> DraftEdition:
    """Make the report of one scenario; it rests on no release, and its tables stand beside it."""
    documents = scenario_documents(results, languages)
    edition = Edition(
        framework="",
        year=results.periods[0],
        languages=languages,
        release="",
        framework_sha256="",
        judgements_sha256="",
        code=code_version(),
        figures=shown_figures(documents.values(), {}),
        rows_sha256={},
        pages={},
        subject=results.subject,
    )
    return DraftEdition(contents_of(documents, edition, {}), edition, results.files())
