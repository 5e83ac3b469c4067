"""Checking an edition: do its figures and pages follow from its release, framework and judgements?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.content.figures import shown_figures
from grutto.editions.decisions import decided
from grutto.editions.inputs import framework_of, keeps_inputs, signed_inputs
from grutto.editions.record import KeptEdition
from grutto.editions.render import is_paper, rendered_again
from grutto.errors import DeclarationError, VerificationError
from grutto.locale import language_named
from grutto.measures.session import open_release
from grutto.measures.trace import evidence_of, replay
from grutto.model.figure import Simulation, Statement
from grutto.reports.code import code_version
from grutto.reports.context import Context
from grutto.reports.progress import progress_report, still_open
from grutto.store.files import sha256_of
from grutto.store.releases import check_release, read_release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.measures.session import Session
    from grutto.model.edition import Edition
    from grutto.model.framework import Framework
    from grutto.model.judgement import Judgement
    from grutto.model.ledger import Entry
    from grutto.store.home import Home

BEFORE = "edition-"
"""How the ids of figures begin that another edition states."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found.

    Args:
        figures: number of figures computed again.
        rows: number of source rows added up for them.
        differences: what does not follow, each in one sentence; none means the edition holds.
        notes: what could not be checked, and why.
        simulations: number of figures that a model computed.
    """

    figures: int
    rows: int
    differences: tuple[str, ...]
    notes: tuple[str, ...]
    simulations: int = 0


def verify(home: Home, edition: Edition, framework: Framework | None = None, folder: Path | None = None) -> Verdict:
    """Compute every figure of an edition again from its release, make its pages again from its content, and compare.

    A figure that a model computed is compared with the table beside the report; `editions.scenarios`
    compares that with its data, and with the model run again.

    Args:
        home: the data folder that holds the release.
        edition: as read from its record.
        framework: another framework than the one that was kept with the edition.
        folder: where the pages and the tables of scenarios are; without it they are not compared.

    Raises:
        StoreError: the release or a source file is missing or was changed.
        UnknownNameError: there is no such release or framework.
    """
    differences, notes = _against_release(home, edition, framework) if edition.release else ([], [])
    if folder:
        differences += [*_files(edition, folder), *_content(edition, folder), *_simulations(edition, folder)]
    else:
        notes.append("pages and tables were not compared: name the folder of the report")
    if any(map(is_paper, edition.files)):
        notes.append(
            "PDF and Word were compared with their digests only: made again they differ with the machine's fonts"
        )
    rows = sum(figure.rows for figure in edition.figures)
    models = sum(isinstance(figure.lineage, Simulation) for figure in edition.figures)
    return Verdict(len(edition.figures), rows, tuple(differences), tuple(notes), models)


def _against_release(home: Home, edition: Edition, framework: Framework | None) -> tuple[list[str], list[str]]:
    """Return what does not follow from the release, the framework and what was signed; and what was not compared."""
    check_release(home, read_release(home, edition.release))
    policy = framework_of(home, edition)
    if framework:
        policy = decided(framework, signed_inputs(home, edition)[0] if keeps_inputs(home, edition) else ())
    with open_release(home, policy, edition.release) as session:
        differences = list(_figures(session, edition))
        if policy and policy.sha256 != edition.framework_sha256:
            return [*differences, f"the framework {policy.id} was changed since the edition was made"], []
        notes = list(_unchecked(home, edition))
        stated = [] if notes or edition.subject else _statements(session, edition, *signed_inputs(home, edition))
        return [*differences, *stated], notes


def _simulations(edition: Edition, folder: Path) -> Iterator[str]:
    if any(isinstance(figure.lineage, Simulation) for figure in edition.figures):
        from grutto.editions.scenarios import differing_figures  # noqa: PLC0415 - heavy, rarely needed

        yield from differing_figures(edition, folder)


def _unchecked(home: Home, edition: Edition) -> Iterator[str]:
    """Tell what keeps the statements from being compared with what people wrote."""
    if edition.code != code_version():
        yield f"made by Grutto {edition.code}, checked by {code_version()}: its statements are taken as they are"
    elif edition.subject and any(isinstance(f.lineage, Statement) for f in edition.figures):
        yield f"it is also about {edition.subject}: its statements are taken as they are"
    elif not edition.subject and not keeps_inputs(home, edition):
        yield "its judgements are not in this data folder: its statements are taken as they are"


def _statements(
    session: Session, edition: Edition, said: tuple[Judgement, ...], entries: tuple[Entry, ...]
) -> Iterator[str]:
    """Compare what documents and people state with the framework, judgements and ledger that were kept."""
    if session.framework is None or edition.subject:
        return
    contexts = {
        code: Context(session, session.framework, edition.year, said, entries, language=language_named(code))
        for code in edition.languages
    }
    again = {f.id: f for f in shown_figures(progress_report(contexts).values(), session.book.figures)}
    for figure in edition.figures:
        if isinstance(figure.lineage, Statement) and not figure.id.startswith(BEFORE):
            now = again.get(figure.id)
            if now is None or (now.value, now.lineage) != (figure.value, figure.lineage):
                yield f"{figure.id}: the edition says {figure.value}, what was signed or declared does not"
    left = still_open(next(iter(contexts.values())))
    if edition.open != left:
        yield f"the edition says of its open differences “{', '.join(edition.open)}”: “{', '.join(left)}”"


def _figures(session: Session, edition: Edition) -> Iterator[str]:
    known = {f.id: f for f in edition.figures}
    found = evidence_of(session.engine, edition.figures)
    for figure in edition.figures:
        value, digest = replay(figure, known, found)
        if value != figure.value:
            yield f"{figure.id}: the edition says {figure.value}, the sources give {value}"
        elif digest != edition.rows_sha256.get(figure.id, ""):
            yield f"{figure.id}: the value is the same, but the rows behind it are not"


def _files(edition: Edition, folder: Path) -> Iterator[str]:
    """Compare every file that was written with its digest; yield what is missing or was changed."""
    for name, digest in edition.files.items():
        path, kind = folder / name, "page" if name.endswith(".html") else "file"
        if not path.exists():
            yield f"{name}: the {kind} is missing"
        elif sha256_of(path) != digest:
            yield f"{name}: the {kind} was changed after the edition was made"


def _content(edition: Edition, folder: Path) -> Iterator[str]:
    """Read the content, which holds no bare digit, and make the pages again from it; yield what does not follow."""
    try:
        again = rendered_again(KeptEdition(edition, folder))
    except (DeclarationError, VerificationError) as error:
        yield f"{error.what}: {error.where}"
        return
    if edition.code == code_version():
        for name, data in again.items():
            if hashlib.sha256(data).hexdigest() != edition.files.get(name):
                yield f"{name}: made again from the content, it is another"
