"""The package of an edition: pages, data, record, sources and inputs in one folder, an RO-Crate 1.2, with its seal."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from grutto.editions.compare import differences
from grutto.editions.record import read_record
from grutto.editions.seal.manifest import Manifest, SealedSource, manifest_of, read_manifest
from grutto.editions.sealed_file import FOLDER, NAME
from grutto.editions.verify import verify
from grutto.errors import SealError
from grutto.locale.reasons import reason
from grutto.store.csv_text import csv_text
from grutto.store.files import sha256_of, write_atomically
from grutto.store.releases import manifest_path, read_release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from grutto.editions.record import KeptEdition
    from grutto.model.edition import Edition
    from grutto.model.snapshot import Snapshot
    from grutto.store.home import Home

CORRECTIONS, COLUMNS = "corrections.csv", ("what", "figure_id", "before", "after", "difference", "unit")
SOURCES, RELEASE, SUMS, CRATE, HOW = "sources", "release.json", "SHA256SUMS", "ro-crate-metadata.json", "VERIFY.txt"
NAMESPACE = "edition@grutto"
MOMENT = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip, so that the same package is the same bytes."""


@dataclass(frozen=True, slots=True)
class SeriesEntry:
    """Where an edition stands among those before it.

    Args:
        series: editions that follow each other, such as "nl-2008/progress".
        previous: package of the edition before it in the series.
        corrects: package of the edition that this one corrects; the differences go into the package as a table.
        reason: why it corrects that one.
    """

    series: str
    previous: Path | None = None
    corrects: Path | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse half a correction.

        Raises:
            SealError: it is not said what is corrected, or why.
        """
        if bool(self.corrects) != bool(self.reason):
            raise SealError("A correction names the edition it corrects, and why", command="--supersedes and --reason")

    @property
    def manifest_fields(self) -> dict[str, str]:
        """What the manifest says of it."""
        return {
            "previous": manifest_digest(self.previous) if self.previous else "",
            "supersedes": manifest_digest(self.corrects) if self.corrects else "",
            "reason": self.reason,
        }


def freeze(
    home: Home,
    kept_edition: KeptEdition,
    output: Path,
    entry: SeriesEntry,
    *,
    withheld: frozenset[str] = frozenset(),
    claimed_at: date | None = None,
    rests_on: dict[str, str] | None = None,
) -> Manifest:
    """Write the package of an edition, fixed from now on: the next step is that two people sign its manifest.

    Args:
        home: the data folder with the release, its source files and what the edition was made from.
        kept_edition: the edition, with the folder of its pages.
        output: the folder to write, which must not be there yet.
        entry: which editions it follows, and corrects.
        withheld: SHA-256 of sources that may not be passed on; the package names them, without their bytes.
        claimed_at: the day that its makers give it.
        rests_on: what else it rests on, such as the head of the log; see `Manifest`.

    Raises:
        SealError: a difference is not explained, the edition does not verify, or the folder is there already.
    """
    edition = kept_edition.edition
    _require_sealable(home, kept_edition, output)
    release = read_release(home, edition.release)
    shutil.copytree(kept_edition.folder, output, symlinks=True)
    sources = tuple(_sealed(one, withheld) for one in release.snapshots)
    digests = [one.sha256 for one in sources if one.public == "yes"] + sorted(set(edition.inputs.values()))
    for sha256 in digests:
        write_atomically(output / SOURCES / sha256, home.snapshot_path(sha256).read_bytes())
    write_atomically(output / RELEASE, manifest_path(home, release.id).read_bytes())
    if entry.corrects:
        write_atomically(output / CORRECTIONS, _corrections(read_record(str(entry.corrects), home), edition))
    write_atomically(output / HOW, how_to_check(edition).encode())
    write_atomically(output / CRATE, crate(edition, output, release.snapshots).encode())
    write_atomically(output / SUMS, "".join(_sums(output)).encode())
    manifest = manifest_of(
        output,
        edition,
        entry.series,
        sources=sources,
        claimed_at=claimed_at.isoformat() if claimed_at else "",
        rests_on=rests_on or {},
        **entry.manifest_fields,
    )
    write_atomically(output / FOLDER / NAME, manifest.to_bytes())
    return manifest


def _require_sealable(home: Home, kept_edition: KeptEdition, output: Path) -> None:
    if output.exists():
        raise SealError("The folder for the package is there already", where=output, repair="name another one")
    if kept_edition.edition.open:
        raise SealError(
            "These differences are not explained: {open}",
            where=kept_edition.edition.id,
            repair="write their causes as judgements, and make the edition again",
            open=", ".join(kept_edition.edition.open),
        )
    if kept_edition.edition.empty:
        raise SealError(
            "This edition is without data: {reason}",
            where=kept_edition.edition.id,
            repair="import data of its year, and make the edition again",
            reason=reason(kept_edition.edition.empty),
        )
    differences = verify(home, kept_edition.edition, folder=kept_edition.folder).differences
    if differences:
        raise SealError(
            "The edition does not follow from its sources: {differences}",
            where=kept_edition.edition.id,
            repair="see all differences, then make the edition again",
            command="grutto verify",
            differences=differences[0],
        )


def _corrections(wrong: Edition, right: Edition) -> bytes:
    """Return the figures that differ from those of the edition corrected, as a table; unknown says so."""
    rows = differences(wrong, right)
    return csv_text(
        COLUMNS, (["unknown" if row[name] is None else row[name] for name in COLUMNS] for row in rows)
    ).encode()


def _sealed(snapshot: Snapshot, withheld: frozenset[str]) -> SealedSource:
    return SealedSource(snapshot.sha256, snapshot.licence, "no" if snapshot.sha256 in withheld else "yes")


def _sums(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*"), key=lambda one: one.relative_to(folder).as_posix().encode()):
        if path.is_file():
            yield f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n"


def how_to_check(edition: Edition) -> str:
    """Return the text that tells how to check the package with what every machine has."""
    return f"""How to check this edition ({edition.id}) without Grutto

Get the list of signers (allowed_signers) from the publisher's own site, never from this package: a key that comes
with what it signs proves nothing. Then, in this folder:

1. Is every file as it was sealed?
   sha256sum -c {SUMS}
   grep -c "$(sha256sum {SUMS} | cut -c1-64)" {FOLDER}/{NAME}        (must print 1)

2. Who signed? Once for each file that ends in .sig:
   ssh-keygen -Y verify -f allowed_signers -I NAME -n {NAMESPACE} -s {FOLDER}/NAME.sig < {FOLDER}/{NAME}

3. Since when is it there? If there is {FOLDER}/manifest.tsr, with the certificates of the authority:
   openssl ts -verify -data {FOLDER}/{NAME} -in {FOLDER}/manifest.tsr -CAfile authority.pem

What became of the edition since is signed in the same way, by one who may sign, for each file of {FOLDER}/states:
   ssh-keygen -Y verify -f allowed_signers -I NAME -n {NAMESPACE} -s {FOLDER}/states/1.json.sig < {FOLDER}/states/1.json
No package tells what came after it: ask the publisher for the newest one.

Grutto does these, and computes every figure again from the files in {SOURCES}/: grutto verify FOLDER
"""


def crate(edition: Edition, folder: Path, snapshots: tuple[Snapshot, ...]) -> str:
    """Return the metadata of the package as an RO-Crate: what was made, from what, by which program."""
    from rocrate.rocrate import ROCrate  # noqa: PLC0415 - heavy, rarely needed

    research_object = ROCrate(version="1.2")
    title = next(iter(edition.title.values()), edition.id)
    research_object.root_dataset.properties().pop("datePublished", None)
    research_object.root_dataset["name"] = f"{title} ({edition.year})"
    research_object.root_dataset["identifier"] = edition.id
    research_object.root_dataset["inLanguage"] = list(edition.languages)
    results = [
        research_object.add_file(dest_path=name, properties={"sha256": digest})
        for name, digest in edition.files.items()
    ]
    inputs = [
        research_object.add_file(
            dest_path=f"{SOURCES}/{one.sha256}",
            properties={"name": one.name, "sha256": one.sha256, "license": one.licence, "isBasedOn": one.address},
        )
        for one in snapshots
        if (folder / SOURCES / one.sha256).is_file()
    ]
    program = research_object.add_jsonld(
        {"@id": "#grutto", "@type": "SoftwareApplication", "name": "Grutto", "version": edition.code}
    )
    research_object.add_jsonld(
        {
            "@id": "#make",
            "@type": "CreateAction",
            "name": "Making the edition",
            "instrument": {"@id": program.id},
            "object": [{"@id": one.id} for one in inputs],
            "result": [{"@id": one.id} for one in results],
        }
    )
    research_object.root_dataset["mentions"] = {"@id": "#make"}
    return json.dumps(research_object.metadata.generate(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def zipped[Output: Path | IO[bytes]](folder: Path, output: Output) -> Output:
    """Write a package as one zip, to a path or into an open file; the same package gives the same bytes.

    Raises:
        SealError: a file in it is not one of its manifest or its seal.
    """
    manifest = manifest_in(folder)
    names = {one.path for one in manifest.files}
    paths = sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())
    for name, _ in paths:
        if name not in names and not name.startswith(f"{FOLDER}/"):
            raise SealError("The package holds a file that is not sealed", where=name, repair="take it out")
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in paths:
            archive.writestr(zipfile.ZipInfo(name, MOMENT), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return output


def manifest_digest(folder: Path) -> str:
    """Return the SHA-256 of the manifest of a package that is a folder."""
    return manifest_in(folder).sha256


def manifest_in(path: Path) -> Manifest:
    """Return the manifest of a package that is a folder.

    Raises:
        SealError: there is none, or it cannot be read.
    """
    try:
        return read_manifest((path / FOLDER / NAME).read_bytes())
    except OSError as error:
        raise SealError("There is no package here", where=path, repair="name the folder that was frozen") from error
