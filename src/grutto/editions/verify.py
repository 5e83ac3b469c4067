"""Checking an edition: do its figures and pages follow from its release, framework and judgements?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grutto.content.figures import shown_figures
from grutto.editions.decisions import decided
from grutto.editions.inputs import framework_of, keeps_inputs, signed_inputs
from grutto.editions.record import FILE, KeptEdition, read_record, record_faults
from grutto.editions.record_comparison import differing_figures, differing_from_kept, is_kept
from grutto.editions.render import is_document, rendered_again
from grutto.editions.sources import differing_tables
from grutto.errors import DeclarationError, InputError, UnitError, VerificationError
from grutto.measures.emptiness import emptiness
from grutto.measures.session import open_release
from grutto.measures.trace import evidence_of, replay
from grutto.message import Message, fault_at, joined, msg
from grutto.model.figure import Derivation, Simulation, Statement
from grutto.reports.code import code_version
from grutto.reports.context import Context
from grutto.reports.progress import progress_report, still_open
from grutto.store.files import sha256_of
from grutto.store.releases import check_release, read_release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal
    from pathlib import Path

    from grutto.measures.session import Session
    from grutto.model.edition import Edition
    from grutto.model.figure import Figure
    from grutto.model.framework import Framework
    from grutto.store.home import Home

MISSING = Message("the file is missing")
CHANGED = Message("the file was changed after the edition was made")
NOT_KEPT = msg("its record is not in this data folder: there was none to compare it with")
Sources = Literal["none", "some", "all"]
"""What of the source files is read again: nothing, all of small files or a sample, all."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found.

    Args:
        figures: number of figures computed again.
        rows: number of source rows added up for them.
        differences: what does not follow, each in one sentence; none means the edition holds.
        notes: what could not be checked, and why.
        simulations: number of figures that a model computed.
        edition: id of what was verified.
    """

    figures: int
    rows: int
    differences: tuple[str, ...]
    notes: tuple[str, ...]
    simulations: int = 0
    edition: str = ""

    def require(self) -> None:
        """Refuse an edition that does not follow from its sources.

        Raises:
            VerificationError: it does not; `differences` says in what.
        """
        if self.differences:
            raise VerificationError(
                Message(
                    "The edition does not follow from its sources: {count} difference",
                    "The edition does not follow from its sources: {count} differences",
                    count=len(self.differences),
                ),
                where=self.edition,
                repair="restore the release or the pages, or make a new edition",
            )


def verify(
    home: Home,
    edition: Edition,
    framework: Framework | None = None,
    folder: Path | None = None,
    *,
    sources: Sources = "some",
    scenario_data: Path | None = None,
    again: bool = False,
) -> Verdict:
    """Compute every figure of an edition again from its release, make its pages again from its content, and compare.

    The record is compared with the one that the data folder keeps, the tables of the release with the source files.
    A figure that a model computed is compared with the table beside the report, and that with its data if they are
    named.

    Args:
        home: the data folder that holds the release.
        edition: as read from its record.
        framework: another framework than the one that was kept with the edition.
        folder: where the pages and the tables of scenarios are; without it they are not compared.
        sources: what of the source files is read again.
        scenario_data: a data.toml, or its folder, that the scenarios shown are compared with.
        again: run the scenarios again on that data too.

    Raises:
        StoreError: the release or a source file is missing or was changed.
        UnknownNameError: there is no such release or framework.
        InputError: the record of an edition that belongs to it cannot be read; scenarios cannot be compared with data
            that are not named, or without the folder of the report.
    """
    if again and not scenario_data:
        raise InputError("To run again, the data are needed", where="--again", command="--scenario-data data.toml")
    scenarios = _scenarios(edition, folder, scenario_data, again=again) if scenario_data else []
    parts = list(_parts(home, edition, folder))
    differences, notes = _against_records(home, parts, folder)
    if edition.release:
        found, remarks = _against_release(home, parts, framework)
        differences, notes = differences + found, notes + remarks
        if differences:
            notes.append(msg("its sources were not read again: it does not hold without that"))
        else:
            found, remarks = _against_sources(home, edition, sources)
            differences, notes = found, notes + remarks
    if folder is None:
        notes.append(msg("pages and tables were not compared: name the folder of the report"))
    if any(map(is_document, edition.files)):
        notes.append(
            msg("PDF and Word were compared with their digests only: made again they differ with the machine's fonts")
        )
    differences += scenarios
    rows = sum(figure.rows for figure in edition.figures)
    models = sum(isinstance(figure.lineage, Simulation) for figure in edition.figures)
    return Verdict(len(edition.figures), rows, tuple(differences), tuple(dict.fromkeys(notes)), models, edition.id)


@dataclass(frozen=True, slots=True)
class _Part:
    """The edition verified, or one that belongs to it.

    Args:
        edition: as its record says.
        folder: its own, if there is one.
        name: folder seen from that of the edition verified, with a slash; empty for that itself.
    """

    edition: Edition
    folder: Path | None
    name: str = ""

    def named(self, difference: str) -> str:
        """Return a difference in it, with its folder."""
        return joined("", (self.name, difference)) if self.name else difference


def _parts(home: Home, edition: Edition, folder: Path | None) -> Iterator[_Part]:
    yield _Part(edition, folder)
    for name in edition.beside if folder else ():
        if folder and (folder / name / FILE).is_file():
            yield _Part(read_record(str(folder / name), home), folder / name, f"{name}/")


def _against_records(home: Home, parts: list[_Part], folder: Path | None) -> tuple[list[str], list[str]]:
    """Compare the files and records of the parts with each other and with what the data folder keeps."""
    differences: list[str] = []
    notes: list[str] = []
    if folder:
        differences += _beside(parts[0].edition, folder)
    for part in parts:
        found: list[str] = []
        if part.folder:
            found += record_faults(part.folder, part.edition)
            found += _files(part.edition, part.folder)
            found += _content(part.edition, part.folder)
            found += _simulations(part.edition, part.folder)
        if is_kept(home, part.edition):
            found += differing_from_kept(home, part.edition)
        else:
            notes.append(NOT_KEPT)
        differences += [part.named(one) for one in found]
    return differences, notes


def _beside(edition: Edition, folder: Path) -> Iterator[str]:
    """Compare the records of the editions that belong to this one with their digests."""
    for name, digest in edition.beside.items():
        record = folder / name / FILE
        if not record.is_file():
            yield fault_at(f"{name}/{FILE}", MISSING)
        elif sha256_of(record) != digest:
            yield fault_at(f"{name}/{FILE}", CHANGED)


def _against_release(home: Home, parts: list[_Part], framework: Framework | None) -> tuple[list[str], list[str]]:
    """Return what does not follow from the release, the framework and what was signed; and what was not compared."""
    edition = parts[0].edition
    check_release(home, read_release(home, edition.release))
    policy = framework_of(home, edition)
    if framework:
        policy = decided(framework, signed_inputs(home, edition)[0] if keeps_inputs(home, edition) else ())
    with open_release(home, policy, edition.release) as session:
        differences = [part.named(one) for part in parts for one in _figures(session, part.edition)]
        if policy and policy.sha256 != edition.framework_sha256:
            changed = Message("the framework {framework} was changed since the edition was made", framework=policy.id)
            return [*differences, changed], []
        notes = list(_unchecked(home, edition))
        if not (notes or edition.subject):
            differences += _made_again(home, session, edition)
    return differences, notes


def _against_sources(home: Home, edition: Edition, sources: Sources) -> tuple[list[str], list[str]]:
    """Compare the tables of the release with its source files: the dearest step, and the last."""
    if sources == "none":
        return [], []
    return differing_tables(home, read_release(home, edition.release), edition.id, every=sources == "all")


def _simulations(edition: Edition, folder: Path) -> Iterator[str]:
    if any(isinstance(figure.lineage, Simulation) for figure in edition.figures):
        from grutto.editions.scenarios import differing_figures  # noqa: PLC0415 - heavy, rarely needed

        yield from differing_figures(edition, folder)


def _scenarios(edition: Edition, folder: Path | None, data: Path, *, again: bool) -> list[str]:
    """Compare the scenarios that an edition shows with their data, and with a run made again if asked."""
    from grutto.editions.scenarios import differing_from_data, results_beside  # noqa: PLC0415 - heavy, rarely needed

    if folder is None:
        raise InputError(
            "The tables of a scenario stand beside its report",
            where="--scenario-data",
            repair="name the folder of the report, not its id",
        )
    return [d for each in results_beside(edition, folder) for d in differing_from_data(each, data, again=again)]


def _unchecked(home: Home, edition: Edition) -> Iterator[str]:
    """Tell what keeps the statements from being compared with what people wrote."""
    if edition.code != code_version():
        yield Message(
            "made by Grutto {made_by}, checked by {checked_by}: its statements are taken as they are",
            made_by=edition.code,
            checked_by=code_version(),
        )
    elif edition.subject and any(isinstance(f.lineage, Statement) for f in edition.figures):
        yield Message("it is also about {subject}: its statements are taken as they are", subject=str(edition.subject))
    elif not edition.subject and not keeps_inputs(home, edition):
        yield msg("its judgements are not in this data folder: its statements are taken as they are")
    elif edition.previous and not (home.editions / edition.previous / FILE).is_file():
        yield msg("the edition that it compares with is not in this data folder: its statements are taken as they are")


def _made_again(home: Home, session: Session, edition: Edition) -> Iterator[str]:
    """Make the report again from the framework, judgements and ledger that were kept, and compare each figure."""
    if session.framework is None:
        return
    judgements, entries = signed_inputs(home, edition)
    previous = read_record(edition.previous, home) if edition.previous else None
    context = Context(session, session.framework, edition.year, judgements, entries, previous)
    again = shown_figures(progress_report(context), session.book.figures)
    yield from differing_figures(edition.figures, again, Message("the report made again"))
    if edition.empty != emptiness(context):
        yield msg("the edition does not say rightly whether it is without data")
    left = still_open(context)
    if edition.open != left:
        yield Message(
            "the edition says that these differences are open: {listed}; made again: {others}",
            listed=", ".join(edition.open) or Message("none"),
            others=", ".join(left) or Message("none"),
        )


def _figures(session: Session, edition: Edition) -> Iterator[str]:
    known = {f.id: f for f in edition.figures}
    found = evidence_of(session.engine, edition.figures)
    for figure in edition.figures:
        missing = [name for name in _inputs(figure) if name not in known]
        if missing:
            lacking = Message("the record does not have what it is computed from: {listed}", listed=", ".join(missing))
            yield fault_at(figure.id, lacking)
            continue
        try:
            value, digest = replay(figure, known, found)
        except UnitError as error:
            yield fault_at(figure.id, error.what)
            continue
        if value != figure.value:
            yield fault_at(figure.id, _other_value(figure, value))
        elif digest != edition.rows_sha256.get(figure.id, ""):
            yield fault_at(figure.id, Message("the value is the same, but the rows behind it are not"))


def _other_value(figure: Figure, value: Decimal | None) -> Message:
    """Return in words that the sources give another value than the edition says; of both every digit."""
    own, other = (Message("unknown") if one is None else str(one) for one in (figure.value, value))
    return Message("the edition says {value}, the sources give {other}", value=own, other=other)


def _inputs(figure: Figure) -> tuple[str, ...]:
    return figure.lineage.inputs if isinstance(figure.lineage, Derivation) else ()


def _files(edition: Edition, folder: Path) -> Iterator[str]:
    """Compare every file that was written with its digest; yield what is missing or was changed."""
    for name, digest in edition.files.items():
        path = folder / name
        if not path.exists():
            yield fault_at(name, MISSING)
        elif sha256_of(path) != digest:
            yield fault_at(name, CHANGED)


def _content(edition: Edition, folder: Path) -> Iterator[str]:
    """Read the content, which holds no bare digit, and make the pages again from it; yield what does not follow."""
    try:
        again = rendered_again(KeptEdition(edition, folder))
    except (DeclarationError, VerificationError) as error:
        yield error.brief
        return
    if edition.code == code_version():
        for name, data in again.items():
            if hashlib.sha256(data).hexdigest() != edition.files.get(name):
                yield fault_at(name, Message("made again from the content, it is another"))
