"""One process, many threads: every answer is right, a new release is seen without a restart, old readers finish."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_iati import activity, document, paid

from grutto.frameworks import load
from grutto.measures.attribution import ATTRIBUTIONS
from grutto.measures.pool import SPARE, Pool, pool_of
from grutto.measures.session import open_release
from grutto.model.framework import AttributionRule, Framework
from grutto.store.home import Home
from grutto.store.releases import release_names
from grutto.tables.intake import incoming_files, take_in
from grutto.tables.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Importer
    from grutto.measures.session import Session

YEARS, ACTIVITIES = range(2001, 2021), range(1, 9)
pytestmark = pytest.mark.xdist_group("pool")


def _write(home: Home, factor: int) -> None:
    """Import a file: each activity spends its number × year × factor in each year."""
    parts = [
        activity(f"A-{n}", *(paid(n * year * factor, f"{year}-05-01") for year in YEARS), org=f"XM-{n}")
        for n in ACTIVITIES
    ]
    path = home.path.with_name("a.xml")
    path.write_text(document(*parts))
    (file,) = take_in(home, incoming_files([path])).files
    assert file.outcome == ("new" if factor == 1 else "changed")


def _framework(*own: int) -> Framework:
    """Return a framework whose first priority has some of the activities."""
    known = load("nl-2008")
    where: dict[str, tuple[str | int | bool, ...]] = {"iati_identifier": tuple(f"A-{n}" for n in own)}
    rule = AttributionRule("activity", where, {"en": "named"}, priority=known.priority[0].code)
    return replace(known, attribution=(rule,), level=(), sha256=f"{own}")


FRAMEWORKS: dict[tuple[int, ...], Framework] = {own: _framework(*own) for own in ((1, 2), (3, 4, 5))}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file, and a data folder with its release that is never written to."""
    folder = tmp_path_factory.mktemp("first")
    _write(Home(folder / "home"), 1)
    return folder


@pytest.fixture
def home(tmp_path: Path, first: Path) -> Home:
    """A data folder with that release; beside it the same file, so that another one takes its place."""
    shutil.copytree(first / "home", tmp_path / "home", symlinks=True)
    (tmp_path / "a.xml").symlink_to(first / "a.xml")
    return Home(tmp_path / "home")


@pytest.fixture
def pool(home: Home) -> Iterator[Pool]:
    """A pool on a data folder with one release."""
    opened = Pool(home)
    yield opened
    opened.close()


def _spent(session: Session, year: int) -> Decimal | None:
    return session.book.measure("reported_transactions", year=year, currency="EUR").value


def _expected(year: int, factor: int = 1, own: tuple[int, ...] = tuple(ACTIVITIES)) -> Decimal:
    return Decimal(sum(own) * year * factor)


def _ask(pool: Pool, year: int) -> Decimal | None:
    with pool.session() as session:
        return _spent(session, year)


def test_eight_threads_share_one_session(home: Home) -> None:
    years = [*YEARS] * 24
    with open_release(home) as session, ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda year: _spent(session, year), years))
    assert answers == [_expected(year) for year in years]


def test_threads_with_frameworks_of_their_own_get_every_answer_right(pool: Pool) -> None:
    code = load("nl-2008").priority[0].code

    def ask(question: tuple[tuple[int, ...], int]) -> Decimal | None:
        own, year = question
        with pool.session(FRAMEWORKS[own]) as session:
            return session.book.measure("spent", year=year, priority=code).value

    questions = [(own, year) for year in YEARS for own in FRAMEWORKS] * 6
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, questions))
    assert answers == [_expected(year, own=own) for own, year in questions]


def test_a_new_release_is_seen_by_the_next_session_and_the_old_one_finishes(pool: Pool, home: Home) -> None:
    with pool.session() as old:
        first = old.release.id
        _write(home, 3)
        with pool.session() as new:
            assert new.release.id != first
            assert _spent(new, 2010) == _expected(2010, 3)
            assert _spent(old, 2011) == _expected(2011)
        assert _spent(old, 2012) == _expected(2012)
        with pool.session(release=first) as again:
            assert again.engine is old.engine
    assert _ask(pool, 2010) == _expected(2010, 3)


def test_threads_go_on_asking_while_releases_come_and_old_ones_are_cleared(pool: Pool, home: Home) -> None:
    factors: dict[str, int] = {home.current(): 1}
    wrong, asked = [], 0

    def ask(turn: int) -> tuple[str, Decimal | None, int]:
        year = YEARS[turn % len(YEARS)]
        with pool.session() as session:
            return session.release.id, _spent(session, year), year

    with ThreadPoolExecutor(6) as threads:
        for factor in (2, 3, 4):
            running = [threads.submit(ask, turn) for turn in range(60)]
            _write(home, factor)
            factors[home.current()] = factor
            tidy(home, 1)
            answers = [future.result() for future in running]
            wrong += [a for a in answers if a[1] != _expected(a[2], factors[a[0]])]
            asked += len(answers)
    assert (wrong, asked) == ([], 180)
    assert len(pool._open) <= SPARE + 1


def test_a_release_that_is_read_is_not_cleared_away(pool: Pool, home: Home) -> None:
    first = home.current()
    with pool.session() as session:
        _write(home, 2)
        assert tidy(home, 0).releases == ()
        assert _spent(session, 2010) == _expected(2010)
    assert tidy(home, 0).releases == (first,)
    assert release_names(home) == [home.current()]
    assert _ask(pool, 2010) == _expected(2010, 2)


def test_what_nobody_reads_is_closed_but_for_those_asked_for_last(pool: Pool, home: Home) -> None:
    first = home.current()
    for factor in (2, 3, 4):
        _ask(pool, 2001)
        _write(home, factor)
    assert _ask(pool, 2010) == _expected(2010, 4)
    assert len(pool._open) == SPARE
    with pool.session(release=first) as session:
        assert _spent(session, 2010) == _expected(2010)
        pool.close()
        assert _spent(session, 2011) == _expected(2011)
    assert list(pool._open) == [first]


def test_the_attribution_is_kept_with_the_release_and_found_there(home: Home) -> None:
    framework = FRAMEWORKS[1, 2]
    kept = home.releases / home.current() / ATTRIBUTIONS
    code = framework.priority[0].code
    written = []
    for _ in range(2):
        with open_release(home, framework) as session:
            assert session.book.measure("spent", year=2010, priority=code).value == _expected(2010, own=(1, 2))
        (file,) = kept.iterdir()
        written.append(file.stat().st_mtime_ns)
    assert written[0] == written[1]


def test_a_book_forgets_what_was_asked_first_and_answers_it_again(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grutto.measures.pool.FIGURES", 5)
    with pool.session() as session:
        for year in (*YEARS, *YEARS):
            assert _spent(session, year) == _expected(year)
            assert len(session.book.figures) <= 5
        book = session.book
        now, before = (book.measure("reported_transactions", year=y, currency="EUR") for y in (2020, 2001))
        for year in YEARS:
            _spent(session, year)
        assert book.derive("difference", now, before).value == _expected(2020) - _expected(2001)


def test_a_forked_process_opens_its_own(pool: Pool) -> None:
    assert _ask(pool, 2010) == _expected(2010)
    child = os.fork()
    if not child:
        os._exit(0 if _ask(pool, 2011) == _expected(2011) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert _ask(pool, 2012) == _expected(2012)


READ = """
import sys
from pathlib import Path
from grutto.measures.pool import Pool
from grutto.store.home import Home
pool = Pool(Home(Path(sys.argv[1])))
for turn in range(150):
    with pool.session() as session:
        files = len(session.release.snapshots)
        figure = session.book.measure("reported_transactions", year=2010, currency="EUR")
        print(files, figure.value, figure.rows)
"""
WRITE = """
import sys
from pathlib import Path
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in
for path in sys.argv[2:]:
    assert not take_in(Home(Path(sys.argv[1])), incoming_files([Path(path)])).refused
"""


def test_processes_that_write_and_read_at_once(tmp_path: Path, imported: Importer) -> None:
    home, paths = Home(tmp_path / "processes"), []
    for n in range(5):
        paths.append(tmp_path / f"{n}.xml")
        paths[-1].write_text(document(activity(f"A-{n}", paid(7, "2010-05-01"))))
    imported(home, paths[0])
    commands = [(WRITE, home.path, *paths[1:3]), (WRITE, home.path, *paths[3:]), (READ, home.path), (READ, home.path)]
    running = [
        subprocess.Popen([sys.executable, "-c", *map(str, command)], stdout=subprocess.PIPE, text=True)
        for command in commands
    ]
    answers = [process.communicate(timeout=300)[0].splitlines() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0, 0]
    lines = [tuple(map(Decimal, line.split())) for line in answers[2] + answers[3]]
    assert len(lines) == 300
    assert all((value, rows) == (7 * files, files) for files, value, rows in lines)
    with open_release(home) as session:
        assert len(session.release.snapshots) == 5
        assert _spent(session, 2010) == 35


def test_a_process_has_one_pool_for_the_data_folder_it_works_on(home: Home, tmp_path: Path) -> None:
    one = pool_of(home)
    with one.session() as session:
        assert session.book.measure("spent", year=2010).value == sum(ACTIVITIES) * 2010
        assert pool_of(Home(home.path)) is one
        other = pool_of(Home(tmp_path / "other"))
        assert other is not one
        assert session.book.measure("spent", year=2011).value == sum(ACTIVITIES) * 2011  # who reads it may finish
    assert pool_of(home) is not one
    with pool_of(home).session() as session:
        assert session.book.measure("spent", year=2010).value == sum(ACTIVITIES) * 2010
