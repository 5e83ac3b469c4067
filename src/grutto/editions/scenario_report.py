"""The report of one scenario: an edition that rests on a result instead of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.figures import shown_figures
from grutto.content.stored import Content
from grutto.editions.draft import draft_of
from grutto.model.edition import Edition
from grutto.reports.code import code_version
from grutto.reports.scenario.document import document

if TYPE_CHECKING:
    from grutto.editions.draft import DraftEdition
    from grutto.reports.scenario.figures import Results


def make_scenario(results: Results, languages: tuple[str, ...]) -> DraftEdition:
    """Make the report of one scenario; it rests on no release, and its tables stand beside it."""
    report = document(results)
    edition = Edition(
        framework="",
        year=results.periods[0],
        languages=languages,
        release="",
        framework_sha256="",
        judgements_sha256="",
        code=code_version(),
        figures=shown_figures(report, {}),
        rows_sha256={},
        files={},
        subject=results.subject,
    )
    return draft_of(Content(report, {}), edition, results.files())
