"""A package from freezing to checking, through the command line, and everything that may happen to it on the way."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grutto.editions.record import read_record
from grutto.editions.seal.check import Trust, check_package
from grutto.editions.seal.manifest import manifest_of, read_manifest
from grutto.editions.seal.package import SeriesEntry
from grutto.editions.seal.signers import read_signers
from grutto.editions.sealed_file import FOLDER, NAME
from grutto.errors import SealError
from grutto.store.home import Home

if TYPE_CHECKING:
    from signing import Sealed

    from conftest import Command


def faults(folder: Path, sealed: Sealed) -> tuple[str, ...]:
    """Return what a check without computing the figures again finds."""
    return check_package(folder, Trust(read_signers(sealed.signers)), replay=False).faults


def test_a_third_person_checks_it_from_the_package_alone(grutto: Command, sealed: Sealed, tmp_path: Path) -> None:
    """No data folder, no network: signatures, files, and every figure again from the sources inside."""
    package = tmp_path / "package.zip"
    assert grutto("seal", "zip", sealed.folder, package).code == 0
    answer = grutto("verify", package, "--signers", sealed.signers, "--home", tmp_path / "empty")
    assert answer.code == 0, answer.out + answer.err
    assert "Signed by: anna@ministry.example, bram@ministry.example" in answer.err
    assert "figures were computed again from its sources" in answer.err
    again = tmp_path / "again.zip"
    grutto("seal", "zip", sealed.folder, again)
    assert package.read_bytes() == again.read_bytes()


def test_it_is_checked_without_grutto(sealed: Sealed) -> None:
    """The commands of VERIFY.txt, as they stand there."""
    run_in(sealed.folder, "sha256sum -c SHA256SUMS")
    assert run_in(sealed.folder, 'grep -c "$(sha256sum SHA256SUMS | cut -c1-64)" seal/manifest.json') == "1\n"
    for name in sealed.keys:
        command = f"ssh-keygen -Y verify -f {sealed.signers} -I {name} -n edition@grutto -s seal/{name}.sig"
        run_in(sealed.folder, f"{command} < seal/manifest.json")


def run_in(folder: Path, command: str) -> str:
    """Run a command of a shell in a folder; return what it prints."""
    return subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, check=True, text=True).stdout


def test_one_changed_byte_in_any_file_is_named(copy: Path, sealed: Sealed) -> None:
    """The first, a middle and the last byte of every file in the package."""
    names = [path.relative_to(copy).as_posix() for path in sorted(copy.rglob("*")) if path.is_file()]
    assert len(names) > 15
    for name in names:
        data = (copy / name).read_bytes()
        for place in {0, len(data) // 2, len(data) - 1}:
            (copy / name).write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
            assert named(copy, sealed, name), (name, place)
        (copy / name).write_bytes(data)
    assert faults(copy, sealed) == ()


def named(folder: Path, sealed: Sealed, name: str) -> bool:
    """Whether a check names a file; a manifest that cannot be read, or whose signatures fail, is named by the seal."""
    try:
        found = faults(folder, sealed)
    except SealError as error:
        return NAME in (error.where or error.what) and name.endswith(NAME)
    return any(fault.startswith(f"{name}:") or (name.endswith(NAME) and FOLDER in fault) for fault in found)


def test_every_byte_of_manifest_and_signatures_counts(copy: Path, sealed: Sealed) -> None:
    """Exhaustively: each byte of the three files that everything hangs on."""
    for path in sorted((copy / FOLDER).iterdir()):
        data = path.read_bytes()
        step = 1 if path.suffix == ".sig" else max(1, len(data) // 400)
        for place in range(0, len(data), step):
            path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
            assert named(copy, sealed, f"{FOLDER}/{path.name}"), (path.name, place)
        path.write_bytes(data)


def test_missing_added_and_renamed_files_are_named(copy: Path, sealed: Sealed) -> None:
    """And a link in the place of a file."""
    (copy / "edition.json").rename(copy / "edition2.json")
    (copy / "VERIFY.txt").unlink()
    (copy / "SHA256SUMS").rename(copy / "sums")
    (copy / "SHA256SUMS").symlink_to("sums")
    assert set(faults(copy, sealed)) == {
        "edition.json: the file is missing",
        "VERIFY.txt: the file is missing",
        "SHA256SUMS: the file is missing",
        "edition2.json: the file is not sealed",
        "sums: the file is not sealed",
    }


def test_figures_that_were_changed_with_their_record_do_not_follow_from_the_sources(copy: Path, sealed: Sealed) -> None:
    """A forger with both keys seals another number: the sources in the package still say otherwise."""
    manifest = read_manifest((copy / FOLDER / NAME).read_bytes())
    record = json.loads((copy / "edition.json").read_text())
    shown = next(figure for figure in record["figures"] if figure["value"] and Decimal(figure["value"]) == 1160)
    shown["value"] = "1161"
    (copy / "edition.json").write_text(json.dumps(record))
    forged = manifest_of(copy, read_record(str(copy), Home(copy)), manifest.series, sources=manifest.sources)
    forged = replace(forged, claimed_at=manifest.claimed_at)
    (copy / FOLDER / NAME).write_bytes(forged.to_bytes())
    for name, key in sealed.keys.items():
        (copy / FOLDER / f"{name}.sig").unlink()
        command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", "edition@grutto"]
        done = subprocess.run(command, input=forged.to_bytes(), capture_output=True, check=True)
        (copy / FOLDER / f"{name}.sig").write_bytes(done.stdout)
    report = check_package(copy, Trust(read_signers(sealed.signers)))
    assert any("1161" in fault for fault in report.faults), report.faults


def test_one_signature_is_not_two(copy: Path, sealed: Sealed, grutto: Command) -> None:
    """Nor is one person's signature under two names."""
    (copy / FOLDER / "bram@ministry.example.sig").unlink()
    assert faults(copy, sealed) == ("seal: 1 of the two people who must sign has signed",)
    key = sealed.keys["anna@ministry.example"]
    assert grutto("seal", "sign", copy, "--name", "second", "--key", key).code == 0
    assert faults(copy, sealed) == ("seal: 1 of the two people who must sign has signed",)
    twice = grutto("seal", "sign", copy, "--name", "anna@ministry.example", "--key", key)
    assert twice.code != 0
    assert "has signed already" in twice.err


def test_without_a_list_of_signers_nothing_is_proven(copy: Path) -> None:
    """A key that comes with what it signs proves nothing, and that is said."""
    report = check_package(copy, Trust(), replay=False)
    assert not report.sealed
    assert any("proves nothing" in note for note in report.notes)


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "a/../../outside", "a\\..\\outside"])
def test_zips_that_lead_outside_are_refused(copy: Path, tmp_path: Path, name: str) -> None:
    """Nothing is written, nothing is run."""
    path = tmp_path / "harm.zip"
    with zipfile.ZipFile(path, "w") as kept:
        kept.write(copy / FOLDER / NAME, f"{FOLDER}/{NAME}")
        kept.writestr(name, "x")
    with pytest.raises(SealError, match="leads outside"):
        check_package(path, Trust())
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(SealError, match="cannot be unpacked"):
        check_package(path, Trust())


def test_an_edition_that_does_not_follow_is_not_frozen(
    grutto: Command, nl_report: Path, nl_home: Home, tmp_path: Path
) -> None:
    """A page was changed; a correction without a reason; a folder that is there."""
    report = Path(shutil.copytree(nl_report, tmp_path / "report"))
    (report / "index.html").write_text("changed")
    options = ("--series", "s", "--home", nl_home.path)
    answer = grutto("seal", "freeze", report, tmp_path / "package", *options)
    assert answer.code != 0
    assert "index.html: the file was changed" in answer.err
    unreasoned = grutto("seal", "freeze", nl_report, tmp_path / "package", *options, "--supersedes", tmp_path)
    assert "names the edition it corrects, and why" in unreasoned.err
    assert "is there already" in grutto("seal", "freeze", nl_report, tmp_path, *options).err


@pytest.mark.parametrize(("corrects", "reason"), [(Path("wrong"), ""), (None, "A rate was wrong")])
def test_half_a_correction_is_refused(corrects: Path | None, reason: str) -> None:
    with pytest.raises(SealError, match="names the edition it corrects, and why"):
        SeriesEntry("nl-2008/progress", None, corrects, reason)


def test_a_figure_is_proven_by_a_small_file(grutto: Command, sealed: Sealed, tmp_path: Path) -> None:
    """By the signers, or by the digits printed at the foot of the letter; a changed value is refused."""
    proof = tmp_path / "figure.json"
    assert grutto("seal", "figure", sealed.folder, 3, proof).code == 0
    manifest = read_manifest((sealed.folder / FOLDER / NAME).read_bytes())
    told = grutto("verify", proof, "--signers", sealed.signers)
    assert told.code == 0, told.err
    assert "Signed by: anna@ministry.example, bram@ministry.example" in told.err
    assert grutto("verify", proof, "--printed", manifest.sha256[:16]).code == 0
    assert "another one" in grutto("verify", proof, "--printed", "0" * 16).err
    assert "Nothing vouches" in grutto("verify", proof).err
    content = json.loads(proof.read_text())
    assert content["figure"]["value"] in grutto("verify", proof).out
    for change in ({"place": "4"}, {"path": content["path"][1:]}, {"figure": {**content["figure"], "value": "1"}}):
        proof.write_text(json.dumps({**content, **change}, separators=(",", ":")))
        assert "does not lead to the sealed root" in grutto("verify", proof, "--signers", sealed.signers).err
