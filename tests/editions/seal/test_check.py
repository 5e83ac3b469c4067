"""A small sealed package, and every single byte of it changed: each change is found, and its file is named."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from signing import Sealed, make_signers
from small_iati import activity, document, paid

from grutto.editions.seal.check import SealReport, Trust, check_package, check_sealed, file_fault, read_trust
from grutto.editions.seal.package import manifest_in
from grutto.editions.seal.proof import ProvenFigure, prove
from grutto.editions.seal.signers import read_signers
from grutto.editions.sealed_file import FOLDER, NAME
from grutto.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Command

FRAMEWORK = """
owner = "XM-T-1"
since = 2010-01-01
language = "en"
outline = ["summary"]
priority = []
[title]
en = "Small programme"
[reference]
"""


@pytest.fixture(scope="session")
def small(grutto: Command, tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """The smallest edition there is, of one payment, signed by two people and published: some 80 kilobytes."""
    place = tmp_path_factory.mktemp("small")
    (place / "small").mkdir()
    (place / "small" / "framework.toml").write_text(FRAMEWORK)
    (place / "a.xml").write_text(document(activity("XM-T-1-1", paid(100))))
    keys, package = make_signers(place, place), place / "package"
    for words in (
        ("import", place / "a.xml"),
        ("report", place / "small", 2010, "--output", place / "report"),
        ("seal", "freeze", place / "report", package, "--series", "t"),
    ):
        assert grutto(*words, "--home", place / "home").code == 0
    for name, key in keys.items():
        assert grutto("seal", "sign", package, "--name", name, "--key", key).code == 0
    key = next(iter(keys.values()))
    assert grutto("seal", "state", package, "published", "--key", key, "--date", "2026-06-01").code == 0
    return Sealed(package, place / "allowed_signers", keys)


@pytest.fixture
def harmed(small: Sealed, tmp_path: Path) -> Path:
    """A copy of the package to do harm to."""
    return Path(shutil.copytree(small.folder, tmp_path / "copy"))


def changed(path: Path, places: range, by: tuple[int, ...] = (1,)) -> Iterator[tuple[int, int]]:
    """Change a file byte by byte; yield place and bits of each change while it is there; leave the file as it was."""
    data = path.read_bytes()
    with path.open("r+b", buffering=0) as out:
        for place in places:
            for bits in by:
                out.seek(place)
                out.write(bytes([data[place] ^ bits]))
                yield place, bits
            out.seek(place)
            out.write(data[place : place + 1])
    assert path.read_bytes() == data


def told(folder: Path, trust: Trust) -> tuple[str, ...]:
    """Return what a check finds, without computing figures again; a manifest that is none is told as such."""
    try:
        return check_package(folder, trust, replay=False).faults
    except SealError as error:
        return (f"{FOLDER}/{error.where}: {error.what}",)


def names(faults: tuple[str, ...], name: str) -> bool:
    """Whether faults name a file; that a manifest was changed shows in what no longer fits it."""
    place = name.removesuffix(".sig") if "/states/" in name else name
    return any(fault.startswith(f"{place}:") or (name.endswith(NAME) and FOLDER in fault) for fault in faults)


def test_every_changed_byte_of_every_sealed_file_is_named(harmed: Path) -> None:
    """Each byte of each file of the edition, by the check of one file."""
    count = 0
    for one in manifest_in(harmed).files:
        for place, _ in changed(harmed / one.path, range(int(one.bytes))):
            assert file_fault(harmed, one) == f"{one.path}: the file was changed after it was sealed", place
            count += 1
        assert file_fault(harmed, one) == ""
    assert count == sum(int(one.bytes) for one in manifest_in(harmed).files) > 50_000


def test_changed_bytes_of_the_seal_are_named(harmed: Path, small: Sealed) -> None:
    """Manifest, signatures and statement: every fifth byte here, all of them in the long test."""
    trust = Trust(read_signers(small.signers))
    assert told(harmed, trust) == ()
    for path in sorted((harmed / FOLDER).rglob("*.*")):
        name = path.relative_to(harmed).as_posix()
        for place, _ in changed(path, range(0, path.stat().st_size, 5)):
            assert names(told(harmed, trust), name), (name, place)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_whole_check_names_every_changed_byte(harmed: Path, small: Sealed) -> None:
    """Of every file one bit of each byte; of the seal, each byte to each other value."""
    trust, count = Trust(read_signers(small.signers)), 0
    for path in sorted(each for each in harmed.rglob("*") if each.is_file()):
        name = path.relative_to(harmed).as_posix()
        by = tuple(range(1, 256)) if path.suffix == ".sig" else (1, 32, 128) if FOLDER in name else (1,)
        for place, bits in changed(path, range(path.stat().st_size), by):
            assert names(told(harmed, trust), name), (name, place, bits)
            count += 1
    assert told(harmed, trust) == ()
    assert count > 80_000


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_zip_with_one_changed_byte_is_refused_or_the_same_package(
    grutto: Command, small: Sealed, tmp_path: Path
) -> None:
    """A zip has bytes that mean nothing, such as times; whatever is unpacked is what was sealed."""
    path, trust = tmp_path / "package.zip", Trust(read_signers(small.signers))
    assert grutto("seal", "zip", small.folder, path).code == 0
    kept, found = zipfile.ZipFile(path), {}
    for name in kept.namelist():
        found[name] = kept.read(name)
    kept.close()
    same = 0
    for _ in changed(path, range(path.stat().st_size)):
        if not told(path, trust):
            with zipfile.ZipFile(path) as again:
                assert {name: again.read(name) for name in again.namelist()} == found
            same += 1
    assert same < path.stat().st_size // 10


def zipped(path: Path, *members: tuple[str, bytes]) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as kept:
        for name, data in members:
            kept.writestr(name, data)
    return path


def test_bad_zips_are_refused_with_a_sentence(grutto: Command, small: Sealed, tmp_path: Path) -> None:
    """A bomb, a file where a folder must be, nothing at all, cut off; exit code 1, and no folder is left."""
    manifest = (f"{FOLDER}/{NAME}", (small.folder / FOLDER / NAME).read_bytes())
    (tmp_path / "cut.zip").write_bytes(b"PK\3\4 and no more")
    for path, words in (
        (zipped(tmp_path / "bomb.zip", manifest, ("a", bytes(101 << 20))), "which is no package"),
        (zipped(tmp_path / "clash.zip", manifest, ("a", b""), ("a/b", b"")), "cannot be unpacked"),
        (zipped(tmp_path / "other.zip", ("hello", b"")), "A part of the seal is missing"),
        (tmp_path / "cut.zip", "This is no sealed package"),
        (tmp_path / "none", "This is no sealed package"),
    ):
        answer = grutto("verify", path, "--signers", small.signers)
        assert (answer.code, words in answer.err) == (1, True), (path.name, answer.err)


def test_nothing_is_packed_that_is_not_sealed(grutto: Command, harmed: Path, tmp_path: Path) -> None:
    """And no half zip is left behind."""
    (harmed / "extra").write_text("x")
    answer = grutto("seal", "zip", harmed, tmp_path / "package.zip")
    assert "not sealed" in answer.err
    assert not (tmp_path / "package.zip").exists()


def test_a_package_and_a_proof_are_told_from_what_is_neither(small: Sealed, tmp_path: Path) -> None:
    trust = read_trust(small.signers)
    proof = tmp_path / "figure.json"
    proof.write_bytes(prove(small.folder, 1))
    report, figure = check_sealed(small.folder, trust), check_sealed(proof, trust)
    assert isinstance(report, SealReport)
    assert isinstance(figure, ProvenFigure)
    assert report.signed_by == figure.signed_by == tuple(small.keys)
    (tmp_path / "edition.json").write_text("{}")
    for path in ("edition.json", "a.zip"):
        with pytest.raises(SealError, match="no sealed package and no proof"):
            check_sealed(tmp_path / path, Trust())


def test_revoked_keys_without_the_list_of_signers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SealError, match="compared with the list of signers"):
        read_trust(None, tmp_path / "revoked")
