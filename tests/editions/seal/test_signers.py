"""The list of signers: a wrong line is named, and a browser does not learn where on the server it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.editions.seal.signers import read_signers
from grutto.errors import SealError
from grutto.locale import language_named, problem

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("anna@example.org ssh-ed25519 ???", "De regel heeft geen openbare sleutel"),
        ("anna@example.org cert-authority ssh-ed25519 AAAA", "De sleutel is niet van de soort die de regel noemt"),
    ],
)
def test_a_wrong_line_is_named_without_the_folder(tmp_path: Path, line: str, what: str) -> None:
    path = tmp_path / "allowed_signers"
    path.write_text(f"# who may sign\n{line}\n", "utf-8")
    with pytest.raises(SealError) as caught:
        read_signers(path)
    dutch = language_named("nl")
    assert problem(caught.value, dutch, command=False)[:2] == (what, "allowed_signers: regel 2")
    assert problem(caught.value, dutch, command=True)[1] == f"{path}: regel 2"
