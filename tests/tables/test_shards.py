"""Shards change no row: in whatever order and portions files come, a release is that of one import, byte for byte."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_iati import activity, budget, by, document, paid, rates, to

from grutto.errors import StoreError
from grutto.store.home import Home
from grutto.store.releases import check_release, manifest_path, read_release, table_path
from grutto.tables import all_tables, shards
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.model.snapshot import Release

FILES = 6
NUMBERS = {"source_row"}
"""Columns that number the rows of a shard, and so differ from those of a release that is not divided."""
FEW = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
RATES = "rates.csv"


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SIZE", 1000)


@st.composite
def moved(draw: st.DrawFn) -> str:
    """Draw a transaction with another activity or organisation, now and then with one that is in no file."""
    code, other = draw(st.sampled_from("1343")), draw(st.integers(0, FILES))
    named = draw(st.sampled_from([("", ""), (f"A-{other}", ""), ("", f"O-{other}"), (f"A-{other}", f"O-{other}")]))
    inside = (by if code == "1" else to)(*named) if any(named) else ""
    day = f"20{draw(st.integers(10, 14))}-06-01"
    return paid(draw(st.integers(-50, 900)), day, code, inside, draw(st.sampled_from(["", "USD"])))


@st.composite
def files(draw: st.DrawFn) -> dict[str, str]:
    """Draw files, each of an organisation: some tell activities of others too, or call them parent or child."""
    found = {RATES: rates({"2010-06-01": (2, 3), "2012-06-01": (4, 5)})}
    for number in range(FILES):
        own = [draw(moved()) for _ in range(draw(st.integers(0, 4)))]
        kin = draw(st.none() | st.tuples(st.integers(0, FILES), st.sampled_from("12")))
        own += [f'<related-activity ref="A-{kin[0]}" type="{kin[1]}"/>'] if kin else []
        own += [budget(90, "2011-01-01", "2012-12-31"), '<activity-date type="1" iso-date="2011-03-01"/>']
        identifiers = {f"A-{number}", f"A-{draw(st.sampled_from([number, number, draw(st.integers(0, FILES))]))}"}
        written = (activity(one, *own, org=f"O-{number}") for one in sorted(identifiers))
        found[f"{number}.xml"] = document(*written)
    return found


def released(folder: Path, home: str, portions: list[list[str]]) -> tuple[Home, Release]:
    """Import files in portions; return the last release."""
    place = Home(folder / home)
    for names in portions:
        report = take_in(place, incoming_files([folder / name for name in names]))
        assert not report.refused, report.refused
    return place, read_release(place)


def told(release: Release) -> tuple[Any, ...]:
    """Return the id of a release, the digests of all its bytes, and its rows."""
    return release.id, release.tables, release.rows, release.catalogue, release.shards


def rows(home: Home, release: Release, table: str) -> list[str]:
    """Return the rows of a table without their numbers, in an order of their own."""
    found: list[dict[str, Any]] = pq.read_table(table_path(home, release.id, table)).to_pylist()
    return sorted(str([(k, v) for k, v in row.items() if k not in NUMBERS]) for row in found)


def portions(order: list[str], cuts: set[int]) -> Iterator[list[str]]:
    """Yield what is imported at a time."""
    start = 0
    for end in [*sorted(cuts), len(order)]:
        if end > start:
            yield order[start:end]
        start = end


@FEW
@given(files(), st.data())
def test_any_order_and_any_split_into_imports_give_the_same_bytes_and_id(written: dict[str, str], data: Any) -> None:
    order = data.draw(st.permutations(sorted(written)))
    cuts = data.draw(st.sets(st.integers(1, len(order) - 1), max_size=3))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, text in written.items():
            (folder / name).write_text(text, "utf-8")
        changed = data.draw(st.sampled_from([name for name in written if name != RATES]))
        (folder / changed).write_text(document(activity("B", paid(5), org="O-B")), "utf-8")
        _, before = released(folder, "piecemeal", list(portions(order, cuts)))
        (folder / changed).write_text(written[changed], "utf-8")
        home, last = released(folder, "piecemeal", [[changed]])
        _, whole = released(folder, "whole", [sorted(written)])
        assert before.id != last.id
        assert (last.id, last.tables, last.rows, last.catalogue) == (
            whole.id,
            whole.tables,
            whole.rows,
            whole.catalogue,
        )
        assert len(last.shards) > 1
        check_release(home, last)


@FEW
@given(files())
def test_a_divided_release_has_the_rows_of_one_that_is_not(written: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        folder = Path(place)
        for name, text in written.items():
            (folder / name).write_text(text, "utf-8")
        divided = released(folder, "divided", [sorted(written)])
        patch.setattr(shards, "SIZE", 1 << 30)
        whole = released(folder, "whole", [sorted(written)])
        assert len(divided[1].shards) > 1
        assert not whole[1].shards
        for table in all_tables():
            assert rows(*divided, table) == rows(*whole, table), table


def test_numbers_of_rows_are_unique_and_only_the_changed_shard_is_new(tmp_path: Path) -> None:
    for number in range(FILES):
        (tmp_path / f"{number}.xml").write_text(document(activity(f"A-{number}", paid(5), org=f"O-{number}")), "utf-8")
    names = [f"{number}.xml" for number in range(FILES)]
    _, before = released(tmp_path, "home", [names])
    (tmp_path / "3.xml").write_text(document(activity("A-3", paid(6), org="O-3")), "utf-8")
    home, after = released(tmp_path, "home", [["3.xml"]])
    numbers = pq.read_table(table_path(home, after.id, "amount"))["source_row"].to_pylist()
    assert len(set(numbers)) == FILES
    was, now = dict(before.shards), dict(after.shards)
    assert len([name for name in now if now[name].key != was[name].key]) == 1
    old = {part.name: part.stat().st_ino for part in table_path(home, before.id, "amount").iterdir()}
    new = {part.name: part.stat().st_ino for part in table_path(home, after.id, "amount").iterdir()}
    assert len(set(new.values()) - set(old.values())) == 1


def test_a_damaged_release_lends_no_shard(tmp_path: Path) -> None:
    for number in range(FILES):
        (tmp_path / f"{number}.xml").write_text(document(activity(f"A-{number}", paid(5), org=f"O-{number}")), "utf-8")
    names = [f"{number}.xml" for number in range(FILES)]
    home, before = released(tmp_path, "home", [names])
    shutil.rmtree(table_path(home, before.id, "amount"))
    (tmp_path / "3.xml").write_text(document(activity("A-3", paid(6), org="O-3")), "utf-8")
    _, after = released(tmp_path, "home", [["3.xml"]])
    _, whole = released(tmp_path, "whole", [names])
    assert told(after) == told(whole)


def test_each_part_and_each_shard_of_the_manifest_that_was_changed_is_told(tmp_path: Path) -> None:
    for number in range(FILES):
        (tmp_path / f"{number}.xml").write_text(document(activity(f"A-{number}", paid(5), org=f"O-{number}")), "utf-8")
    home, release = released(tmp_path, "home", [[f"{number}.xml" for number in range(FILES)]])
    parts = sorted((home.releases / release.id / "tables").rglob("*.parquet"))
    assert {part.name.partition("-")[0] for part in parts} > {name for name, _ in release.shards}
    for part in parts:
        aside = part.rename(tmp_path / "aside")
        part.write_bytes(aside.read_bytes()[:-1] + b"?")
        with pytest.raises(StoreError) as found:
            check_release(home, release)
        assert found.value.where == str(part.parent)
        aside.rename(part)
    check_release(home, release)
    manifest, key = manifest_path(home, release.id), release.shards[0][1].key
    manifest.write_text(manifest.read_text("utf-8").replace(key, key[::-1]), "utf-8")
    with pytest.raises(StoreError, match="changed after it was written"):
        read_release(home)
