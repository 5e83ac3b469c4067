"""What became of an edition after it was sealed: signed statements beside its manifest, which itself never changes.

`seal/states/1.json` says that it was published, the next ones that a later edition superseded it or that it was
withdrawn; each names the manifest and the statement before, and has the signature of one who may sign beside it.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import rfc8785

from grutto.editions.seal.manifest import rfc8785_loads
from grutto.editions.seal.package import NAMESPACE, manifest_in
from grutto.editions.seal.sign import signed_with
from grutto.editions.seal.signature import read_signature, signer_of
from grutto.editions.sealed_file import FOLDER, NAME
from grutto.errors import DeclarationError, SealError
from grutto.message import Message, fault_at
from grutto.store.codec import CodecPlace, decode, encode
from grutto.store.files import write_atomically
from grutto.store.wording import of_content

if TYPE_CHECKING:
    from grutto.editions.seal.signers import Signers

STATES = "states"
NUMBERED = re.compile(r"([1-9]\d{0,3})\.json(\.sig)?")
State = Literal["published", "superseded", "withdrawn"]
AFTER: dict[str, tuple[State, ...]] = {
    "": ("published",),
    "published": ("superseded", "withdrawn"),
    "superseded": ("withdrawn",),
    "withdrawn": (),
}
"""What an edition can become, by what it is; nothing follows on a withdrawal."""


@dataclass(frozen=True, slots=True)
class StateStatement:
    """That an edition is in a state from a day on.

    Args:
        manifest: SHA-256 of that of the edition.
        number: of the statement, from 1.
        state: what it is now.
        date: the day that its signer gives; a claim, no proof.
        reason: why; needed for all but a publication.
        by: SHA-256 of the manifest of the edition that supersedes it.
        previous: SHA-256 of the statement before.
        format: of this file.
    """

    manifest: str
    number: str
    state: State
    date: str
    reason: str = ""
    by: str = ""
    previous: str = ""
    format: Literal["grutto-state/1"] = "grutto-state/1"

    def to_bytes(self) -> bytes:
        """Return the statement in the one form that is signed (RFC 8785)."""
        tree: dict[str, Any] = {"format": self.format, **encode(self, StateStatement)}
        return rfc8785.dumps(tree)

    @property
    def day(self) -> datetime.date:
        """The day that its signer gives."""
        return datetime.date.fromisoformat(self.date)


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """A statement whose signature holds, and by whom it is."""

    statement: StateStatement
    by: str


def read_statement(data: bytes) -> StateStatement:
    """Return a statement from its bytes.

    Raises:
        SealError: it is none, not in the form that is signed, or it lacks its day, its reason or what supersedes.
    """
    try:
        statement: StateStatement = decode(rfc8785_loads(data), StateStatement, CodecPlace(Path(STATES), ""))
        statement.day  # noqa: B018 - refused where it is no day
    except (ValueError, DeclarationError, RecursionError) as error:
        raise SealError("The statement cannot be read: {detail}", detail=of_content(error)) from error
    if statement.to_bytes() != data:
        raise SealError("The statement is not written in the form that is signed (RFC 8785)")
    if (statement.state == "published") == bool(statement.reason):
        raise SealError("A correction or withdrawal says why, a publication does not")
    if (statement.state == "superseded") != bool(statement.by):
        raise SealError("A statement names the edition that supersedes, if one does and only then")
    return statement


def next_statement(
    folder: Path, state: State, day: datetime.date, *, reason: str = "", by: Path | None = None
) -> StateStatement:
    """Return the statement to be signed next.

    Args:
        folder: of the package.
        state: what the edition becomes.
        day: from when on.
        reason: why it was withdrawn; for a superseded one it is what the later edition says.
        by: package of the later edition, which names this one as what it corrects.

    Raises:
        SealError: the edition cannot become that, the later one does not correct it, or no reason is given.
    """
    manifest = manifest_in(folder)
    before = [read_statement((folder / FOLDER / STATES / name).read_bytes()) for name in _names(folder)]
    _require_order([*(one.state for one in before), state])
    if (state == "superseded") != (by is not None):
        raise SealError("Name the package of the edition that supersedes it", command="--by PACKAGE")
    later = manifest_in(by) if by else None
    if later and later.supersedes != manifest.sha256:
        raise SealError("That edition does not say that it corrects this one", where=by or "")
    last = hashlib.sha256(before[-1].to_bytes()).hexdigest() if before else ""
    statement = StateStatement(
        manifest.sha256,
        str(len(before) + 1),
        state,
        day.isoformat(),
        later.reason if later else reason,
        later.sha256 if later else "",
        last,
    )
    return read_statement(statement.to_bytes())


def declare(folder: Path, statement: StateStatement, key: Path) -> Path:
    """Sign a statement with OpenSSH and put it into the package; return its file.

    Raises:
        SealError: OpenSSH is missing or refuses.
    """
    return add_statement(folder, statement, signed_with(key, statement.to_bytes()))


def add_statement(folder: Path, statement: StateStatement, signature: bytes) -> Path:
    """Put a statement with its signature into a package; return its file.

    Raises:
        SealError: it is no signature.
    """
    read_signature(signature)
    path = folder / FOLDER / STATES / f"{statement.number}.json"
    write_atomically(path, statement.to_bytes())
    write_atomically(path.with_name(f"{path.name}.sig"), signature)
    return path


def is_statement(parts: tuple[str, ...]) -> bool:
    """Tell whether a path of a package, by its parts, is that of a statement or of its signature."""
    return len(parts) == 3 and parts[:2] == (FOLDER, STATES) and bool(NUMBERED.fullmatch(parts[2]))


def signed_statements(
    folder: Path, signers: Signers, now: datetime.datetime
) -> tuple[list[SignedStatement], list[str]]:
    """Return what is stated of an edition, and what of it does not hold, each with its place.

    Nothing after a statement that does not hold is taken. A key counts on the day that the statement gives.

    Args:
        folder: of the package.
        signers: who may sign, from elsewhere.
        now: when it is checked.
    """
    digest = hashlib.sha256((folder / FOLDER / NAME).read_bytes()).hexdigest()
    found: list[SignedStatement] = []
    before = b""
    names = _names(folder)
    place = folder / FOLDER / STATES
    alone = sorted(path.name for path in place.glob("*.sig") if path.stem not in names) if place.is_dir() else []
    faults: list[str] = [fault_at(f"{FOLDER}/{STATES}/{name}", Message("what it signs is missing")) for name in alone]
    for name in names:
        try:
            data = (place / name).read_bytes()
            found.append(_checked(place / name, data, signers, now))
            _require_place(found, digest, before, name)
        except SealError as error:
            return found[: names.index(name)], [*faults, fault_at(f"{FOLDER}/{STATES}/{name}", error.what)]
        before = data
    return found, faults


def _checked(path: Path, data: bytes, signers: Signers, now: datetime.datetime) -> SignedStatement:
    statement = read_statement(data)
    beside = path.with_name(f"{path.name}.sig")
    if not beside.is_file():
        raise SealError("Nobody signed this statement, so it says nothing")
    if statement.day > now.date():
        raise SealError(
            "It is dated {day}, and this machine's clock says {today}", day=statement.date, today=f"{now:%Y-%m-%d}"
        )
    day = statement.day
    at = now if day == now.date() else now.replace(year=day.year, month=day.month, day=day.day, hour=12)
    return SignedStatement(statement, signer_of(data, beside.read_bytes(), NAMESPACE, signers, at).name)


def _require_place(found: list[SignedStatement], digest: str, before: bytes, name: str) -> None:
    last = found[-1].statement
    if last.manifest != digest:
        raise SealError("It is about another edition")
    previous = hashlib.sha256(before).hexdigest() if before else ""
    if (last.previous, f"{last.number}.json", last.number) != (previous, name, str(len(found))):
        raise SealError("A statement before it is missing, or is another one")
    _require_order([one.statement.state for one in found])


def _require_order(states: list[State]) -> None:
    before = ""
    for state in states:
        if state not in AFTER[before]:
            raise SealError(
                "An edition that is “{before}” cannot become “{state}”",
                before=Message(before or "sealed"),
                state=Message(state),
            )
        before = state


def _names(folder: Path) -> list[str]:
    """Return the names of the statements, in order of their numbers."""
    place = folder / FOLDER / STATES
    numbers = [int(found[1]) for path in place.glob("*.json") if (found := NUMBERED.fullmatch(path.name))]
    return [f"{number}.json" for number in sorted(numbers)]
