"""What an edition was made from besides its release: the framework, the judgements and the ledger.

They are kept in the data folder as JSON, by their digest, so that an edition can be checked when the files or forms
they came from have moved on.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from grutto.errors import DeclarationError, UnknownNameError
from grutto.frameworks import load
from grutto.model.framework import Framework
from grutto.model.judgement import Judgement
from grutto.model.ledger import LedgerEntry
from grutto.store.codec import CodecPlace, decode, encode, read_json
from grutto.store.files import write_atomically

if TYPE_CHECKING:
    from grutto.model.edition import Edition
    from grutto.store.home import Home

FRAMEWORK, JUDGEMENTS, LEDGER = "framework.json", "judgements.json", "ledger.json"
KINDS: dict[str, Any] = {FRAMEWORK: Framework, JUDGEMENTS: tuple[Judgement, ...], LEDGER: tuple[LedgerEntry, ...]}
"""Name to type of what is kept."""


def keep_inputs(
    home: Home,
    framework: Framework | None,
    judgements: tuple[Judgement, ...] = (),
    ledger: tuple[LedgerEntry, ...] = (),
) -> dict[str, str]:
    """Keep what an edition is made from; return name to sha256 of each part there is."""
    inputs = {FRAMEWORK: framework, JUDGEMENTS: judgements, LEDGER: ledger}
    return {name: _keep(home, value, KINDS[name]) for name, value in inputs.items() if value}


def _keep(home: Home, value: object, kind: Any) -> str:
    text = json.dumps(encode(value, kind), ensure_ascii=False, sort_keys=True, indent=1)
    content = f"{text}\n".encode()
    digest = hashlib.sha256(content).hexdigest()
    if not home.snapshot_path(digest).exists():
        write_atomically(home.snapshot_path(digest), content)
    return digest


def framework_of(home: Home, edition: Edition) -> Framework | None:
    """Return the framework of an edition as it was kept; nothing if the edition has none.

    Raises:
        StoreError: what was kept was changed.
        UnknownNameError: this data folder does not keep it, and none of this name is bundled.
    """
    if not edition.framework:
        return None
    if FRAMEWORK in edition.inputs and home.snapshot_path(edition.inputs[FRAMEWORK]).exists():
        framework: Framework = _kept_input(home, edition, FRAMEWORK)
        return framework
    try:
        return load(edition.framework)
    except UnknownNameError as error:
        raise UnknownNameError(error.what, repair="name its folder", command="--framework FOLDER") from None


def keeps_inputs(home: Home, edition: Edition) -> bool:
    """Tell whether the data folder keeps the judgements and the ledger of an edition, if it has any."""
    digests = _signed(edition)
    return bool(digests or not edition.judgements_sha256) and all(home.snapshot_path(sha).exists() for sha in digests)


def signed_inputs(home: Home, edition: Edition) -> tuple[tuple[Judgement, ...], tuple[LedgerEntry, ...]]:
    """Return the judgements and the ledger of an edition, as they were kept.

    Raises:
        StoreError: what was kept was changed.
        DeclarationError: the edition names another version of them than was kept.
    """
    if "+".join(_signed(edition)) != edition.judgements_sha256:
        raise DeclarationError(
            "The record names other judgements than those that were kept with it",
            where=edition.id,
            repair="make the report again",
        )
    judgements = _kept_input(home, edition, JUDGEMENTS) if JUDGEMENTS in edition.inputs else ()
    return judgements, _kept_input(home, edition, LEDGER) if LEDGER in edition.inputs else ()


def _signed(edition: Edition) -> list[str]:
    return [edition.inputs[name] for name in (JUDGEMENTS, LEDGER) if name in edition.inputs]


def _kept_input(home: Home, edition: Edition, name: str) -> Any:
    sha256 = edition.inputs[name]
    home.check_snapshot(sha256)
    path = home.snapshot_path(sha256)
    return decode(read_json(path), KINDS[name], CodecPlace(path, ""))
