"""What an edition was made from besides its release: the files of the framework, the judgements and the ledger.

They are kept in the data folder as received, by their digest, so that an edition can be checked when the files it was
made from have moved on.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from grutto.errors import DeclarationError, UnknownNameError
from grutto.frameworks import files_of, load
from grutto.frameworks.judgements import load_judgements
from grutto.frameworks.ledger import load_ledger
from grutto.store.files import write_atomically

if TYPE_CHECKING:
    from grutto.editions.make import DraftEdition
    from grutto.model.edition import Edition
    from grutto.model.framework import Framework
    from grutto.model.judgement import Judgement
    from grutto.model.ledger import Entry
    from grutto.store.home import Home

FRAMEWORK, JUDGEMENTS, LEDGER = "framework/", "judgements.toml", "ledger.toml"


def with_inputs(
    draft: DraftEdition, home: Home, framework: str = "", judgements: Path | None = None, ledger: Path | None = None
) -> DraftEdition:
    """Keep the files that a report was made from, and name them in its edition.

    Args:
        draft: the edition.
        home: the data folder.
        framework: bundled name or folder of the framework; its bases are kept too.
        judgements: file of the judgements, if there are any.
        ledger: file of the savings ledger, if there is one.
    """
    papers = {FRAMEWORK + name: path for name, path in (files_of(framework) if framework else {}).items()}
    papers |= {name: path for name, path in ((JUDGEMENTS, judgements), (LEDGER, ledger)) if path}
    inputs = {name: _kept(home, path.read_bytes()) for name, path in papers.items()}
    return replace(draft, edition=replace(draft.edition, inputs=inputs))


def _kept(home: Home, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    if not home.snapshot_path(digest).exists():
        write_atomically(home.snapshot_path(digest), content)
    return digest


def framework_of(home: Home, edition: Edition, given: str = "") -> Framework | None:
    """Return the framework of an edition: the one named, else as it was kept; nothing if the edition has none.

    Raises:
        StoreError: a kept file was changed.
        UnknownNameError: this data folder does not keep it, and none of this name is bundled.
    """
    if given or not edition.framework:
        return load(given) if given else None
    kept = {name: sha for name, sha in edition.inputs.items() if name.startswith(FRAMEWORK)}
    if not kept or not all(home.snapshot_path(sha).exists() for sha in kept.values()):
        return _bundled(edition.framework)
    with TemporaryDirectory() as folder:
        for name, sha in kept.items():
            _put(home, sha, Path(folder) / name)
        return load(Path(folder) / FRAMEWORK / edition.framework)


def _bundled(name: str) -> Framework:
    try:
        return load(name)
    except UnknownNameError as error:
        raise UnknownNameError(error.what, repair="name its folder: --framework FOLDER") from None


def _put(home: Home, sha256: str, path: Path) -> None:
    home.check_snapshot(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(home.snapshot_path(sha256).read_bytes())


def has_papers(home: Home, edition: Edition) -> bool:
    """Tell whether the data folder keeps the judgements and the ledger of an edition, if it has any."""
    kept = [edition.inputs[name] for name in (JUDGEMENTS, LEDGER) if name in edition.inputs]
    return bool(kept or not edition.judgements_sha256) and all(home.snapshot_path(sha).exists() for sha in kept)


def papers_of(home: Home, edition: Edition) -> tuple[tuple[Judgement, ...], tuple[Entry, ...]]:
    """Return the judgements and the ledger of an edition, as they were kept.

    Raises:
        StoreError: a kept file was changed.
        DeclarationError: the edition names another version of them than was kept.
    """
    kept = [edition.inputs[name] for name in (JUDGEMENTS, LEDGER) if name in edition.inputs]
    if "+".join(kept) != edition.judgements_sha256:
        raise DeclarationError(
            "The record names other judgements than those that were kept with it",
            where=edition.id,
            repair="make the report again",
        )
    with TemporaryDirectory() as folder:
        paths = {name: Path(folder) / name for name in (JUDGEMENTS, LEDGER) if name in edition.inputs}
        for name, path in paths.items():
            _put(home, edition.inputs[name], path)
        said = load_judgements(paths[JUDGEMENTS]) if JUDGEMENTS in paths else ()
        return said, load_ledger(paths[LEDGER]) if LEDGER in paths else ()
