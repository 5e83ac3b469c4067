"""The seal of an adopted edition: its package, and the signatures that people make on machines of their own.

No key is here. The server fixes the manifest; two people sign it elsewhere, with OpenSSH; the server checks each
signature against the list of signers, a file that the administrator puts beside the web's own files.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import FileResponse
from django.tasks import TaskContext, task
from django.utils import timezone
from django.utils.translation import gettext, override

from grutto.editions.again import written_again
from grutto.editions.record import KeptEdition, kept_edition
from grutto.editions.seal.check import SealReport, Trust, check_package
from grutto.editions.seal.package import NAMESPACE, SeriesEntry, freeze, manifest_in, zipped
from grutto.editions.seal.sign import add_signature
from grutto.editions.seal.signature import signer_of
from grutto.editions.seal.signers import Signers, read_signers
from grutto.editions.seal.state import State as Step
from grutto.editions.seal.state import StateStatement, add_statement, next_statement, read_statement
from grutto.editions.sealed_file import FOLDER, NAME
from grutto.errors import GruttoError, SealError
from grutto.store.home import Home
from grutto_web.ground.wording import sentences, stored_problem
from grutto_web.people.acts.perform import entries, perform
from grutto_web.people.acts.refusals import ChangedMeanwhileError, WrongStateError
from grutto_web.people.jobs.progress import conclude, report_step, start
from grutto_web.people.log.chain import head, is_anchored
from grutto_web.people.log.ledgers import ANCHOR, anchors
from grutto_web.people.log.ledgers import is_anchored as is_in_ledger
from grutto_web.work.editions.models import NEEDED, Publication, State
from grutto_web.work.editions.standing import corrected_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from grutto.editions.seal.manifest import Manifest
    from grutto_web.people.accounts.models import User
    from grutto_web.people.jobs.models import Job

SIGNERS, REVOKED = "allowed_signers", "revoked_keys"
LONGEST = 4000
ALREADY = (WrongStateError, ChangedMeanwhileError)


def signers() -> Signers | None:
    """Return who may sign; nothing where no list was put there: then editions are published without a seal.

    Raises:
        SealError: a line of the list is wrong.
    """
    listed, revoked = (settings.ENVIRONMENT.folder / name for name in (SIGNERS, REVOKED))
    return read_signers(listed, revoked if revoked.is_file() else None) if listed.is_file() else None


def lists_signers() -> bool:
    """Tell whether this server has a list of signers, and so seals what it publishes."""
    listed: Path = settings.ENVIRONMENT.folder / SIGNERS
    return listed.is_file()


def package_of(publication: Publication) -> Path:
    """Return the folder of an edition's package."""
    folder: Path = settings.ENVIRONMENT.folder
    return folder / "packages" / publication.edition


def package_file(publication: Publication) -> FileResponse:
    """Return an edition's package as one file, with the signatures."""
    keep_signatures(publication)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    zipped(package_of(publication), file)
    file.seek(0)
    name = f"{publication.framework}-{publication.year}-{publication.edition}.zip"
    return FileResponse(file, as_attachment=True, filename=name)


def manifest_bytes(publication: Publication) -> bytes:
    """Return what is signed."""
    return (package_of(publication) / FOLDER / NAME).read_bytes()


def start_freezing(publication: Publication, owner: User | None, language: str) -> Job:
    """Start the task that makes the package."""
    title = gettext("Making the package of %(publication)s") % {"publication": publication}
    return start(freezing, publication.pk, language, owner=owner, title=title, back=publication.get_absolute_url())


@task(takes_context=True)
def freezing(context: TaskContext[Any, Any], pk: int, language: str) -> None:
    """Make the package of an adopted edition, once."""
    from grutto_web.work.editions.acts import CannotFreeze, Freeze  # noqa: PLC0415 - they start this task

    publication = Publication.objects.filter(pk=pk, state=State.ADOPTED).select_related("corrects").first()
    if publication is None:
        return
    with override(language), suppress(*ALREADY):
        report_step(context, gettext("Computing every figure again"), done=0, total=1)
        try:
            manifest = _package(Home(), publication)
        except GruttoError as error:
            perform(CannotFreeze, publication, None, {"fault": stored_problem(error)[:LONGEST]})
        else:
            perform(Freeze, publication, None, {"manifest": manifest.sha256})


def _package(home: Home, publication: Publication) -> Manifest:
    """Return the manifest of the package, made aside and put in its place in one step; the one there is if there is."""
    place = package_of(publication)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as folder:
            edition = written_again(home, kept_edition(publication.edition, home), Path(folder) / "report")
            _freeze(home, edition, Path(folder) / "package", publication)
            (Path(folder) / "package").rename(place)
    return manifest_in(place)


def _freeze(home: Home, edition: KeptEdition, folder: Path, publication: Publication) -> None:
    corrected = publication.corrects if publication.corrects and publication.corrects.manifest else None
    entry = SeriesEntry(
        f"{publication.framework}/progress",
        _before(publication),
        package_of(corrected) if corrected else None,
        publication.correction if corrected else "",
    )
    rests_on = {"log": str(head()), **anchors()}
    freeze(home, edition, folder, entry, claimed_at=timezone.now().date(), rests_on=rests_on)


def _before(publication: Publication) -> Path | None:
    """Return the package of the last sealed edition before in the series."""
    others = Publication.objects.exclude(pk=publication.pk).exclude(manifest="")
    last = others.filter(framework=publication.framework).order_by("-pk").first()
    return package_of(last) if last else None


def signer(publication: Publication, signature: str) -> str:
    """Return whose signature it is.

    Raises:
        SealError: it is not of this manifest, not by somebody who may sign, or this person signed already.
    """
    known = signers()
    if known is None:
        repair = gettext("the administrator puts “%(file)s” there") % {"file": SIGNERS}
        raise SealError(gettext("There is no list of signers on this server"), repair=repair)
    found = signer_of(manifest_bytes(publication), signature.encode(), NAMESPACE, known, datetime.now(UTC))
    if found.name in publication.signature_texts:
        what = gettext("%(name)s has signed already") % {"name": found.name}
        raise SealError(what, repair=gettext("the second signature is by another person"))
    return found.name


def to_state(publication: Publication) -> StateStatement | None:
    """Return what is to be signed next of what became of an edition; nothing if all of it was, or it was not sealed."""
    if len(publication.signature_texts) < NEEDED:
        return None
    keep_signatures(publication)
    package, done = package_of(publication), len(publication.statements)
    for state, day, reason, by in list(_became(publication))[done:]:
        return next_statement(package, state, day, reason=reason, by=by)
    return None


def _became(publication: Publication) -> Iterator[tuple[Step, date, str, Path | None]]:
    """Yield what became of an edition, in order: state, day, reason, and the package of what supersedes it."""
    days = {entry.after: entry.at.date() for entry in entries(publication)}
    later = corrected_by(publication)
    if State.PUBLISHED in days:
        yield "published", days[State.PUBLISHED], "", None
    if publication.state == State.WITHDRAWN:
        yield "withdrawn", days[State.WITHDRAWN], publication.reason, None
    elif later and later.manifest and len(later.signature_texts) >= NEEDED:
        yield "superseded", later.since.date(), "", package_of(later)


def stated_by(publication: Publication, signature: str) -> tuple[StateStatement, str]:
    """Return the statement that a signature is of, and whose it is.

    Raises:
        SealError: there is nothing to state, or it is not of that, or not by somebody who may sign.
    """
    known, statement = signers(), to_state(publication)
    if known is None or statement is None:
        raise SealError(gettext("There is nothing to sign of what became of this edition"))
    return statement, signer_of(statement.to_bytes(), signature.encode(), NAMESPACE, known, datetime.now(UTC)).name


def keep_signatures(publication: Publication) -> None:
    """Put the signatures beside the manifest in the package, and what was stated of it since."""
    for name, text in publication.signature_texts.items():
        with suppress(SealError):  # it is there already
            add_signature(package_of(publication), name, text.encode())
    for statement, signature in publication.statements:
        add_statement(package_of(publication), read_statement(statement.encode()), signature.encode())


def start_checking(publication: Publication, owner: User, language: str) -> Job:
    """Start the task that checks a package from itself alone."""
    title = gettext("Checking the seal of %(publication)s") % {"publication": publication}
    return start(checking, publication.pk, language, owner=owner, title=title, back=publication.get_absolute_url())


@task(takes_context=True)
def checking(context: TaskContext[Any, Any], pk: int, language: str) -> None:
    """Check the seal, the files and every figure of a package, and say what was found."""
    publication = Publication.objects.get(pk=pk)
    with override(language):
        report_step(context, gettext("Computing every figure again"), done=0, total=1)
        keep_signatures(publication)
        try:
            report = check_package(package_of(publication), Trust(signers()))
            conclude(context, _verdict(replace(report, faults=(*report.faults, *_moved(report.manifest)))))
        except GruttoError as error:
            conclude(context, sentences(error))


def _moved(manifest: Manifest) -> Iterator[str]:
    """Yield what no longer holds what the edition was anchored in: the log, or a ledger of what was published."""
    if "log" in manifest.rests_on and not is_anchored(manifest.rests_on["log"]):
        yield gettext("The log no longer has the entry after which this edition was fixed.")
    for name, anchor in manifest.rests_on.items():
        if name.startswith(ANCHOR) and not is_in_ledger(name, anchor):
            places = {"population": name.removeprefix(ANCHOR)}
            yield gettext("The ledger of %(population)s was changed since this edition was fixed.") % places


def _verdict(report: SealReport) -> str:
    places = {"figures": report.figures, "people": ", ".join(report.signed_by) or gettext("nobody")}
    if report.faults:
        first = gettext("The seal does not hold.")
    elif report.sealed:
        first = gettext("The seal holds: %(figures)s figures were computed again, and %(people)s signed.") % places
    else:
        first = gettext("Nothing is wrong, but two people have not signed: %(people)s did.") % places
    return "\n".join([first, *report.faults, *report.notes])
