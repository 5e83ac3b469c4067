"""Files that are damaged, wrong or meant to harm: a clear error, bounded time and memory, nothing fetched."""

from __future__ import annotations

import os
import resource
import time
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from iati_samples import activity, read, rows, shared, wrapped
from lxml import etree

from grutto.errors import InputError
from grutto.readers.iati.walk import MOST_BEYOND
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.model.finding import Finding
    from grutto.readers.iati.flavour import Element

pytestmark = pytest.mark.usefixtures("both_ways")

GOOD = wrapped(activity("<title><narrative>Good</narrative></title>"))
BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
HOSTILE: dict[str, bytes] = {
    "external entity": (
        '<!DOCTYPE iati-activities [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + wrapped(activity("<title><narrative>&x;</narrative></title>")).split("?>\n")[1]
    ).encode(),
    "entity bomb": (
        f'<!DOCTYPE iati-activities [<!ENTITY e0 "ha">{BOMB}]>'
        + wrapped(activity("<title><narrative>&e11;</narrative></title>")).split("?>\n")[1]
    ).encode(),
    "entity bomb in an attribute of the root": (
        f'<!DOCTYPE iati-activities [<!ENTITY e0 "ha">{BOMB}]><iati-activities version="&e11;"></iati-activities>'
    ).encode(),
    "deep nesting": wrapped(activity("<a>" * 100_000 + "</a>" * 100_000)).encode(),
    "huge attribute": wrapped(activity(f'<title note="{"x" * 11_000_000}"/>')).encode(),
    "truncated": GOOD[:-40].encode(),
    "wrong encoding": GOOD.replace("Good", "Gööd").encode("latin-1"),
    "binary": bytes(range(256)) * 100,
    "html": b"<!DOCTYPE html><html><head><title>503</title></head><body>Sorry<br></body></html>",
    "empty": b"",
    "only a declaration": b'<?xml version="1.0"?>',
    "other root": b"<rss><channel/></rss>",
    "unknown version": wrapped(activity(""), 'version="3.14"').encode(),
    "an entity in an attribute that only a DTD elsewhere would define": (
        '<!DOCTYPE iati-activities SYSTEM "x.dtd">'
        + wrapped(activity('<activity-date type="1" iso-date="2010-1&x;2-31"/>')).split("?>\n")[1]
    ).encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_and_the_release_untouched(tmp_path: Path, name: str) -> None:
    home = Home(tmp_path / "home")
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_text(GOOD, "utf-8")
    bad.write_bytes(HOSTILE[name])
    before = take_in(home, incoming_files([good])).release
    started = time.monotonic()
    report = take_in(home, [*incoming_files([good]), *incoming_files([bad], source="iati/activities")])
    assert time.monotonic() - started < 20
    assert [f.outcome for f in report.files] == ["unchanged", "refused"]
    what, where, repair = report.files[1].error
    assert what
    assert "bad.xml" in where
    assert repair
    assert before is not None
    assert home.current() == before.id


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_other_encodings_are_read_when_they_are_declared(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.xml"
    declared = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "latin-1": "ISO-8859-1"}[encoding]
    path.write_bytes(GOOD.replace("UTF-8", declared).replace("Good", "Gööd").encode(encoding))
    tables, _ = read(path)
    assert rows(tables, "activity")[0]["title"] == "Gööd"


def test_a_doctype_fetches_nothing(tmp_path: Path) -> None:
    fetched = tmp_path / "iati.dtd"
    os.mkfifo(fetched)
    path = tmp_path / "a.xml"
    path.write_text(f'<!DOCTYPE iati-activities SYSTEM "{fetched.as_uri()}">' + GOOD.split("?>\n")[1], "utf-8")
    tables, _ = read(path)
    assert rows(tables, "activity")[0]["title"] == "Good"


def test_one_endless_activity_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    with path.open("w") as out:
        out.write(wrapped("").rsplit("\n", 2)[0] + "<iati-activity>")
        for _ in range(150):
            out.write(f"<title><narrative>{'x' * 1_000_000}</narrative></title>")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InputError, match="larger than 32 MiB"):
        read(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


def test_an_activity_with_too_much_of_its_own_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(wrapped(activity("<a/>" * (MOST_BEYOND + 2))))
    with pytest.raises(InputError, match="more than 100,000 elements"):
        read(path)


@pytest.fixture(scope="module")
def real() -> bytes:
    root: Element = etree.parse(str(shared("data/iati/unhcr-activities-2023.xml"))).getroot()
    for extra in [*root[:20], *root[23:]]:
        root.remove(extra)
    return bytes(etree.tostring(root, encoding="utf-8"))


SCARS = (b"", b"<", b"&", b"&amp;", b"\x00", b"\xff", b" ", b"9", b"-", b"x", b"</value>", b"<!--", b"]]>", b'"', b",")


@given(seed=st.integers(0, 10**9), scars=st.integers(1, 4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_never_turns_amounts_into_nothing_silently(
    tmp_path: Path, real: bytes, seed: int, scars: int
) -> None:
    random, content = Random(seed), bytearray(real)
    for _ in range(scars):
        at = random.randrange(len(content))
        content[at : at + random.randint(0, 3)] = random.choice(SCARS)
    path = tmp_path / "a.xml"
    path.write_bytes(content)
    try:
        tables, reader = read(path)
    except InputError:
        return
    assert_nothing_silent(path, {n: t.to_pylist() for n, t in tables.items()}, reader.findings)


def assert_nothing_silent(path: Path, tables: dict[str, list[dict[str, object]]], findings: list[Finding]) -> None:
    """Every amount element of the file is a number in the tables, or a finding, or kept beside them."""
    root = etree.parse(str(path)).getroot()
    written = [e for e in root.iter("value") if (e.text or "").strip() not in {"0", "0.0", "0.00"}]
    amounts = [r["value"] for name in ("transaction", "budget") for r in tables[name]]
    zeros = sum(1 for a in amounts if a == 0)
    plain_zeros = sum(1 for e in root.iter("value") if set((e.text or "").strip()) <= set("0.,-+ \u00a0"))
    assert zeros <= plain_zeros
    numbers = sum(1 for a in amounts if a is not None)
    told = len(findings) + len(tables["extension"])
    assert numbers + told >= len(written)
