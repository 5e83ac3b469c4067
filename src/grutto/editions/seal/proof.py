"""One figure with its proof: a small file that shows the figure to be one of a sealed edition, without the edition."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import rfc8785

from grutto.editions.record import read_record
from grutto.editions.seal.manifest import Manifest, figure_leaves, figure_record, read_manifest
from grutto.editions.seal.package import NAMESPACE
from grutto.editions.seal.signature import signer_of
from grutto.editions.seal.tree import audit_path, leaf_digest, root_from_path
from grutto.editions.sealed_file import FOLDER, NAME
from grutto.errors import DeclarationError, SealError, UnknownNameError
from grutto.store.codec import CodecPlace, decode, encode
from grutto.store.home import Home
from grutto.store.wording import of_content

if TYPE_CHECKING:
    from grutto.editions.seal.check import Trust

PRINTED = 16
"""How many digits of the manifest's digest are printed at the foot of a letter."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves that a figure is one of a sealed edition.

    Args:
        place: where it stands in the register, from 0.
        path: digests that lead to the root, in hexadecimal digits, the nearest first.
        manifest: of the edition, as it was signed.
        signatures: of the manifest, by name of file.
        format: of this file.
    """

    place: str
    path: tuple[str, ...]
    manifest: str
    signatures: dict[str, str]
    format: Literal["grutto-proof/1"] = "grutto-proof/1"

    def to_bytes(self, figure: bytes) -> bytes:
        """Return the file: the proof, and the record of the figure (value, unit, rule, rows) as canonical JSON."""
        return rfc8785.dumps({"format": self.format, "figure": json.loads(figure), **encode(self, Proof)})


@dataclass(frozen=True, slots=True)
class ProvenFigure:
    """What a proof shows.

    Attributes:
        figure: the record of the figure.
        manifest: of the edition that it is part of.
        manifest_sha256: to be compared with the printed one.
        signed_by: whose signatures hold; none where no list of signers was given.
    """

    figure: dict[str, Any]
    manifest: Manifest
    manifest_sha256: str
    signed_by: tuple[str, ...]


def prove(folder: Path, number: int) -> bytes:
    """Return the file of one figure of a package with its proof.

    Args:
        folder: of the package.
        number: of the figure in the register, from 1.

    Raises:
        UnknownNameError: there is no such figure.
    """
    data = (folder / FOLDER / NAME).read_bytes()
    figures = read_record(str(folder), Home(folder)).figures
    if not 0 < number <= len(figures):
        raise UnknownNameError(
            "The edition has no figure {number}",
            repair="a number from 1 to {number_2}",
            number=number,
            number_2=len(figures),
        )
    path = audit_path(figure_leaves(figures), number - 1)
    proof = Proof(
        str(number - 1),
        tuple(one.hex() for one in path),
        base64.b64encode(data).decode(),
        {one.name: one.read_text("ascii") for one in sorted((folder / FOLDER).glob("*.sig"))},
    )
    return proof.to_bytes(figure_record(figures[number - 1]))


def check_proof(data: bytes, trust: Trust, printed: str = "") -> ProvenFigure:
    """Return what a proof shows.

    Args:
        data: the file.
        trust: list of signers, from elsewhere.
        printed: the first digits of the manifest's digest, as printed at the foot of the letter.

    Raises:
        SealError: the file is no proof; the figure is not in the tree; or neither signers nor printed digits vouch.
    """
    try:
        tree = json.loads(data)
        figure = dict(tree.pop("figure"))
        proof: Proof = decode(tree, Proof, CodecPlace(Path("proof"), ""))
        signed = base64.b64decode(proof.manifest, validate=True)
        path = [bytes.fromhex(one) for one in proof.path]
        leaf = leaf_digest(rfc8785.dumps(figure))
        manifest = read_manifest(signed)
        reached = root_from_path(leaf, int(proof.place), int(manifest.figures.count), path)
    except (ValueError, KeyError, AttributeError, TypeError, DeclarationError, RecursionError) as error:
        raise SealError("This is not the proof of a figure: {detail}", detail=of_content(error)) from error
    if reached is None or reached.hex() != manifest.figures.root:
        raise SealError("The figure is not one of this edition: its digest does not lead to the sealed root")
    digest = hashlib.sha256(signed).hexdigest()
    if printed and (len(printed) < PRINTED or not digest.startswith(printed.lower())):
        raise SealError("The edition of this figure is another one: its digits are {digest}", digest=digest[:PRINTED])
    return ProvenFigure(figure, manifest, digest, _signed(proof, signed, trust))


def _signed(proof: Proof, signed: bytes, trust: Trust) -> tuple[str, ...]:
    if trust.signers is None:
        return ()
    names = {
        signer_of(signed, text.encode(), NAMESPACE, trust.signers, trust.now).name for text in proof.signatures.values()
    }
    if len(names) < 2:
        raise SealError("{number} of the two people who must sign have signed", number=len(names))
    return tuple(sorted(names))
