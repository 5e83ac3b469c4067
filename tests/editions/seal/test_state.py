"""What became of a sealed edition: signed statements beside its manifest, and what must be refused of them."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from signing import NAMES, signature

from grutto.editions.seal.check import SealReport, Trust, check_package
from grutto.editions.seal.manifest import read_manifest
from grutto.editions.seal.package import manifest_in
from grutto.editions.seal.proof import check_proof
from grutto.editions.seal.signers import read_signers
from grutto.editions.seal.state import add_statement, declare, next_statement, read_statement
from grutto.editions.sealed_file import FOLDER
from grutto.errors import SealError
from grutto.locale import language_named, worded

if TYPE_CHECKING:
    from collections.abc import Callable

    from signing import Sealed

    from conftest import Command
    from grutto.store.home import Home

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PUBLISHED, WITHDRAWN = date(2026, 6, 10), date(2026, 7, 1)


def check(folder: Path, sealed: Sealed, now: datetime = NOW) -> SealReport:
    """Check without computing the figures again."""
    return check_package(folder, Trust(read_signers(sealed.signers), now=now), replay=False)


def test_an_edition_is_published_then_withdrawn(grutto: Command, copy: Path, sealed: Sealed, tmp_path: Path) -> None:
    """Through the command line; the zip carries what was stated."""
    assert check(copy, sealed).state == "sealed"
    anna, bram = sealed.keys.values()
    state = ("seal", "state", copy)
    early = grutto(*state, "withdrawn", "--key", anna, "--reason", "wrong")
    assert "cannot become “withdrawn”" in early.err
    assert grutto(*state, "published", "--key", anna, "--date", "2026-06-10").code == 0
    assert "says why" in grutto(*state, "withdrawn", "--key", bram).err
    assert "is no day" in grutto(*state, "withdrawn", "--key", bram, "--reason", "wrong", "--date", "soon").err
    told = grutto(*state, "withdrawn", "--key", bram, "--reason", "A rate was wrong", "--date", "2026-07-01")
    assert told.code == 0, told.err
    assert "cannot become “published”" in grutto(*state, "published", "--key", anna).err
    packed = tmp_path / "package.zip"
    assert grutto("seal", "zip", copy, packed).code == 0
    report = check(packed, sealed)
    assert (report.faults, report.state) == ((), "withdrawn")
    assert [(one.statement.state, one.by) for one in report.stated] == [
        ("published", NAMES[0]),
        ("withdrawn", NAMES[1]),
    ]
    answer = grutto("verify", copy, "--signers", sealed.signers)
    assert answer.code == 0, answer.err
    assert f"Withdrawn on 1 July 2026, says {NAMES[1]}\nReason: A rate was wrong" in answer.err
    assert "State: withdrawn" in answer.err


class Corrected(NamedTuple):
    """A package of a correction, and that of the edition corrected."""

    right: Path
    wrong: Path


@pytest.fixture
def corrected(grutto: Command, copy: Path, sealed: Sealed, nl_report: Path, nl_home: Home, tmp_path: Path) -> Corrected:
    """The same report sealed again as a correction of the first."""
    right = tmp_path / "right"
    options = ("--series", "nl-2008/progress", "--supersedes", copy, "--reason", "A rate was wrong")
    assert grutto("seal", "freeze", nl_report, right, *options, "--home", nl_home.path).code == 0
    for name, key in sealed.keys.items():
        assert grutto("seal", "sign", right, "--name", name, "--key", key).code == 0
    return Corrected(right, copy)


def test_a_correction_names_what_it_supersedes(grutto: Command, corrected: Corrected, sealed: Sealed) -> None:
    """Both say so: the one in its manifest, the other in a statement; the figures that differ are in a table."""
    right, wrong = corrected
    digits = manifest_in(wrong).sha256
    assert manifest_in(right).supersedes == digits
    assert list(csv.reader((right / "corrections.csv").read_text().splitlines())) == [
        ["what", "figure_id", "before", "after", "difference", "unit"]
    ]
    answer = grutto("verify", right, "--signers", sealed.signers)
    assert f"It corrects the edition with the digits {digits[:16]}: A rate was wrong" in answer.err
    key = sealed.keys[NAMES[0]]
    assert grutto("seal", "state", wrong, "published", "--key", key).code == 0
    assert "--by PACKAGE" in grutto("seal", "state", wrong, "superseded", "--key", key).err
    stranger = grutto("seal", "state", wrong, "superseded", "--key", key, "--by", sealed.folder)
    assert "does not say that it corrects this one" in stranger.err
    assert grutto("seal", "state", wrong, "superseded", "--key", key, "--by", right).code == 0
    last = check(wrong, sealed, datetime.now(UTC)).stated[-1].statement
    assert (last.state, last.by, last.reason) == ("superseded", manifest_in(right).sha256, "A rate was wrong")


def test_an_unsigned_correction_proves_nothing(corrected: Corrected, sealed: Sealed) -> None:
    """It is told as what it is, before any figure is looked at."""
    right, _ = corrected
    for name in NAMES:
        (right / FOLDER / f"{name}.sig").unlink()
    assert check(right, sealed).faults == ("seal: 0 of the two people who must sign have signed",)


@pytest.fixture
def stated(copy: Path, sealed: Sealed) -> Path:
    """A package that was published and withdrawn; return the folder of its statements."""
    anna, bram = sealed.keys.values()
    declare(copy, next_statement(copy, "published", PUBLISHED), anna)
    return declare(copy, next_statement(copy, "withdrawn", WITHDRAWN, reason="A rate was wrong"), bram).parent


def test_every_changed_byte_of_a_statement_is_named(stated: Path, copy: Path, sealed: Sealed) -> None:
    """Statement and signature, byte by byte."""
    for path in sorted(stated.iterdir()):
        data = path.read_bytes()
        for place in range(0, len(data), 7):
            path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
            faults = check(copy, sealed).faults
            assert any(fault.startswith(f"seal/states/{path.name.removesuffix('.sig')}:") for fault in faults), place
        path.write_bytes(data)
    assert check(copy, sealed).faults == ()


def test_statements_that_do_not_hold_are_named(stated: Path, copy: Path, sealed: Sealed, tmp_path: Path) -> None:
    """Unsigned, of another edition, one missing before it, of tomorrow, with a signature alone."""

    def faults(now: datetime = NOW) -> tuple[str, ...]:
        return check(copy, sealed, now).faults

    assert faults(datetime(2026, 6, 20, tzinfo=UTC)) == (
        "seal/states/2.json: It is dated 2026-07-01, and this machine's clock says 2026-06-20",
    )
    kept = Path(shutil.copytree(stated, tmp_path / "kept"))
    (stated / "1.json.sig").unlink()
    assert faults() == ("seal/states/1.json: Nobody signed this statement, so it says nothing",)
    (stated / "1.json").unlink()
    assert faults() == ("seal/states/2.json: A statement before it is missing, or is another one",)
    (stated / "2.json").unlink()
    assert faults() == ("seal/states/2.json.sig: what it signs is missing",)
    (stated / "2.json.sig").rename(stated / "other")
    assert faults() == ("seal/states/other: the file is not sealed",)
    shutil.rmtree(stated)
    shutil.copytree(kept, stated)
    strange = json.loads((stated / "1.json").read_bytes()) | {"manifest": "0" * 64}
    data = read_statement(json.dumps(strange, separators=(",", ":"), sort_keys=True).encode())
    add_statement(copy, data, signature(data.to_bytes(), sealed.keys[NAMES[0]]).encode())
    assert faults() == ("seal/states/1.json: It is about another edition",)


def test_a_clock_before_the_edition_is_told(copy: Path, sealed: Sealed) -> None:
    """A machine that woke up in 1970 says so instead of doubting the signers only."""
    faults = check(copy, sealed, datetime(1970, 1, 1, tzinfo=UTC)).faults
    assert any("this machine's clock says 1970-01-01" in fault for fault in faults)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"state": "lost"}, "cannot be read"),
        ({"date": "soon"}, "cannot be read"),
        ({"state": "withdrawn"}, "says why"),
        ({"reason": "no need"}, "says why"),
        ({"by": "0" * 64}, "names the edition that supersedes"),
        ({"state": "superseded", "reason": "x"}, "names the edition that supersedes"),
    ],
)
def test_what_is_no_statement_is_refused(changed: dict[str, str], what: str) -> None:
    """Half a statement states nothing."""
    tree = {"format": "grutto-state/1", "manifest": "1" * 64, "number": "1", "state": "published", "date": "2026-06-10"}
    data = json.dumps(tree | changed, separators=(",", ":"), sort_keys=True).encode()
    with pytest.raises(SealError, match=what):
        read_statement(data)


@pytest.mark.parametrize(
    ("read", "words"),
    [
        (lambda: read_manifest(b"{}"), "Het manifest is niet te lezen: De sleutel edition ontbreekt."),
        (
            lambda: read_statement(b"{"),
            "De verklaring kan niet gelezen worden: een teken in regel 1, kolom 2 hoort daar niet",
        ),
        (
            lambda: check_proof(b'{"figure": {}}', Trust()),
            "Dit is niet het bewijs van een cijfer: De sleutel place ontbreekt.",
        ),
    ],
)
def test_why_it_cannot_be_read_is_told_in_dutch(read: Callable[[], object], words: str) -> None:
    with pytest.raises(SealError) as caught:
        read()
    assert worded(caught.value.what, language_named("nl")) == words
