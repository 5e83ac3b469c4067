"""What is sealed is told from what is not, by the file alone."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from grutto.editions.sealed_file import FOLDER, NAME, is_package, is_proof, is_sealed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    (folder / FOLDER).mkdir(parents=True)
    (folder / FOLDER / NAME).write_text("{}")
    return folder


def test_a_package_is_a_folder_with_a_seal_or_a_zip(package: Path, tmp_path: Path) -> None:
    packed = tmp_path / "package.bin"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a", "")
    assert all(is_package(path) and is_sealed(path) for path in (package, packed))
    (package / FOLDER / NAME).unlink()
    assert not is_sealed(package)


def test_a_proof_says_so_itself(tmp_path: Path) -> None:
    proof, record = tmp_path / "figure.json", tmp_path / "edition.json"
    proof.write_text('{"figure":{},"format":"grutto-proof/1"}')
    record.write_text('{"format":"grutto-edition/1"}')
    assert [is_proof(path) for path in (proof, record)] == [True, False]
    assert [is_sealed(path) for path in (proof, record)] == [True, False]


def test_what_is_called_a_zip_is_checked_as_one(tmp_path: Path) -> None:
    """A download that was cut off must not be taken for the name of an edition."""
    assert is_sealed(tmp_path / "cut-off.zip")
