"""The report of one scenario: an edition that rests on a result instead of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.figures import shown_figures
from grutto.editions.make import DraftEdition, draft_of
from grutto.editions.record import FILE
from grutto.editions.render import index_pages
from grutto.editions.write import write_edition
from grutto.model.edition import Edition
from grutto.reports.code import code_version
from grutto.reports.scenario.document import scenario_documents
from grutto.reports.scenario.figures import Results
from grutto.scenarios.result import read_result

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.store.home import Home


def write_scenario_report(result: Path, output: Path, languages: tuple[str, ...], home: Home) -> list[Path]:
    """Write a page a language, the tables it shows, and the record of all figures with their lineage.

    Args:
        result: folder written by `grutto scenario run`.
        output: folder to write to.
        languages: at least one.
        home: the data folder.

    Returns:
        the pages and the record.

    Raises:
        ScenarioError: there is no result in the folder.
        UnknownNameError: a language that Grutto does not write.
    """
    edition = write_edition(make_scenario(Results(read_result(result)), languages), output, home)
    return [*(output / page for page in index_pages(edition)), output / FILE]


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
        files={},
        subject=results.subject,
    )
    return draft_of(documents, edition, {}, results.files())
