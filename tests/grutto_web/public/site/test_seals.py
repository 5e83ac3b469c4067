"""The page that checks a figure, with what is no proof; a real one is checked where an edition is sealed."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from grutto.editions.seal.manifest import FigureTree, Manifest

if TYPE_CHECKING:
    from django.test import Client

    from grutto.store.home import Home

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("content", "printed", "why"),
    [
        (b"{}", "", "This is not the proof of a figure"),
        (b"[" * 100_000, "", "This is not the proof of a figure"),
        (b"\xff", "", "This is not the proof of a figure"),
        (b'{"figure": {}, "format": "grutto-proof/1"}', "", "This is not the proof of a figure"),
        (b"{}", "12", "Digits at the foot of the letter"),
        (b"x" * 2_000_001, "", "larger than any proof"),
        (b"", "", "empty"),
    ],
)
def test_what_is_no_proof_is_told(visitor: Client, content: bytes, printed: str, why: str) -> None:
    answer = visitor.post("/en/check/", {"file": SimpleUploadedFile("f.json", content), "printed": printed})
    assert (answer.status_code, why in answer.text) == (422, True)


def forged(figure: object, count: str, path: int) -> bytes:
    """Return a proof with a manifest of one's own."""
    manifest = Manifest("x", "x", "2010", (), FigureTree(count, "00"), {}).to_bytes()
    proof = {"place": "0", "path": ["00"] * path, "manifest": base64.b64encode(manifest).decode(), "signatures": {}}
    return json.dumps({"format": "grutto-proof/1", "figure": figure} | proof).encode()


@pytest.mark.parametrize(
    "content", [forged({}, "many", 0), forged({}, "9" * 5000, 0), forged({}, "9" * 4000, 20_000), forged([1], "1", 0)]
)
def test_a_forged_manifest_is_told_and_no_error_of_the_site(visitor: Client, content: bytes) -> None:
    answer = visitor.post("/en/check/", {"file": SimpleUploadedFile("f.json", content)})
    assert (answer.status_code, "This is not the proof of a figure" in answer.text) == (422, True)


def test_what_was_not_sealed_has_no_package_and_no_proof(visitor: Client, published: Home) -> None:
    edition = (published.editions / "latest").read_text().strip()
    for address in ("package.zip", "figures/1/proof.json"):
        assert visitor.get(f"/en/reports/{edition}/{address}").status_code == 404
