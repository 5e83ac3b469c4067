"""The command line: data on standard output, the rest on standard error; errors say what, where and how to mend it."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING

import pytest

from grutto.measures import measures

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Answer, Command, Writer
    from grutto.store.home import Home

ONE = "<iati-identifier>XM-TEST-1</iati-identifier>"


def _refused(answer: Answer, *told: str) -> None:
    """Check that an error is told on standard error, with exit code 1 and without a traceback."""
    assert answer.code == 1
    assert "Traceback" not in answer.err
    assert "Repair:" in answer.err
    for text in told:
        assert text in answer.err


def test_a_system_that_is_not_posix_is_told_at_once() -> None:
    """Before what such a system lacks is missed."""
    code = "import os, pathlib, sys; os.name = 'nt'; sys.modules['fcntl'] = None; import grutto.cli"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Grutto needs a POSIX system such as Linux or macOS. On Windows, run it in WSL.\n"


def test_import_writes_a_line_a_file_and_nothing_else(
    grutto: Command, home: Home, tmp_path: Path, iati_file: Writer
) -> None:
    path = iati_file(tmp_path / "a.xml", ONE)
    first, again = (grutto("import", path, "--home", home.path) for _ in range(2))
    assert first.code == again.code == 0
    assert [line.split("\t")[:3] for line in first.out.splitlines()] == [["new", "a.xml", "1 activity"]]
    assert [line.split("\t")[0] for line in again.out.splitlines()] == ["unchanged"]
    assert "published" in first.err
    assert "unchanged" in again.err
    assert home.current() in first.err


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("page.xml", "<!doctype html><html><body>Not found</body></html>", "This file is a web page"),
        ("cut.xml", '<?xml version="1.0"?>\n<iati-activities version="2.03">\n<iati-activity>', "line 3"),
        ("old.xml", '<iati-activities version="7.01"></iati-activities>', "7.01"),
        ("empty.xml", "", "This file is empty"),
        ("words.csv", "a,b\n1,2\n", "of no known kind"),
        ("unknown.csv", "a,b\n1,2\n", "--source NAME"),
        ("rates.csv", "Date,USD,\n2020-01-01,1.1,\n", "GBP"),
        ("damaged.zip", "PK\x03\x04damaged", "zip"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_what_where_and_repair(
    grutto: Command, home: Home, tmp_path: Path, name: str, content: str, told: str
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    answer = grutto("import", path, "--home", home.path)
    _refused(answer, "Refused:", told, name)
    assert answer.out.startswith(f"refused\t{name}\t")
    assert home.current() == ""


def test_a_good_file_beside_a_bad_one_is_taken_but_the_exit_code_tells(
    grutto: Command, home: Home, tmp_path: Path, iati_file: Writer
) -> None:
    folder = tmp_path / "in"
    iati_file(folder / "good.xml", ONE)
    (folder / "bad.xml").write_text("<html/>", "utf-8")
    answer = grutto("import", folder, "--home", home.path)
    _refused(answer, "bad.xml")
    assert [line.split("\t")[0] for line in answer.out.splitlines()] == ["refused", "new"]
    assert home.current()


@pytest.mark.parametrize("place", ["none.xml", "empty"])
def test_nothing_to_import_is_told(grutto: Command, home: Home, tmp_path: Path, place: str) -> None:
    (tmp_path / "empty").mkdir()
    answer = grutto("import", tmp_path / place, "--home", home.path)
    _refused(answer, place)
    assert answer.out == ""


def test_import_without_a_file_is_told(grutto: Command, home: Home) -> None:
    _refused(grutto("import", "--home", home.path), "Nothing to import", "grutto import FILE")


def test_an_unknown_source_is_told_with_the_known_ones(
    grutto: Command, home: Home, tmp_path: Path, iati_file: Writer
) -> None:
    path = iati_file(tmp_path / "a.xml", ONE)
    answer = grutto("import", path, "--source", "ecb/none", "--home", home.path)
    _refused(answer, "There is no source", "ecb/rates")


def test_fetching_an_unknown_or_homeless_source_is_told(grutto: Command, home: Home) -> None:
    _refused(grutto("fetch", "ecb/none", "--home", home.path), "There is no source", "ecb/rates")
    _refused(grutto("fetch", "iati/activities", "--home", home.path), "no address of its own", "--address")


def test_a_measure_before_any_import_is_told(grutto: Command, home: Home) -> None:
    _refused(grutto("measure", "spent", "--home", home.path), "There is no release yet", str(home.path))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("spend",), ("There is no measure “spend”", "spent")),
        (("spent", "--by", "colour"), ("no dimension “colour”", "country")),
        (("spent", "--where", "colour=red"), ("no dimension “colour”", "country")),
        (("spent", "--where", "year"), ("not of the form KEY=VALUE", "--where")),
        (("spent", "--where", "year=soon"), ("not a whole number", "year=soon")),
        (("reported_budgets", "--where", "counted=maybe"), ("neither true nor false", "counted=maybe")),
        (("actual", "--where", "period_end=2010"), ("not a date", "period_end=2010")),
        (("spent", "--by", "priority"), ("Priorities and budget lines are those of a policy framework", "--framework")),
        (("spent", "--framework", "nl-1900"), ("There is no framework nl-1900", "nl-2008")),
        (("spent", "--release", "abc"), ("There is no release “abc”",)),
    ],
    ids=lambda value: "-".join(value) if value and value[0] != "There" else "",
)
def test_a_wrong_question_is_told(
    grutto: Command, nl_home: Home, arguments: tuple[str, ...], told: tuple[str, ...]
) -> None:
    answer = grutto("measure", *arguments, "--home", nl_home.path)
    _refused(answer, *told)
    assert answer.out == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nl-1900", 2010), "There is no framework nl-1900"),
        (("nl-2008", 2010, "--lang", "xx"), "There is no language “xx”"),
        (("nl-2008", 2010, "--judgements", "none.toml"), "There is no such file"),
        (("nl-2008", 2010, "--release", "abc"), "There is no release “abc”"),
    ],
)
def test_a_report_that_cannot_be_made_is_told(
    grutto: Command, nl_home: Home, tmp_path: Path, arguments: tuple[object, ...], told: str
) -> None:
    answer = grutto("report", *arguments, "--output", tmp_path / "out", "--home", nl_home.path)
    _refused(answer, told)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("year", [0, -1, 10000, 99999])
def test_a_year_that_is_none_is_told(grutto: Command, nl_home: Home, tmp_path: Path, year: int) -> None:
    answer = grutto("report", "nl-2008", year, "--lang", "en", "--output", tmp_path / "out", "--home", nl_home.path)
    _refused(answer, str(year))


def test_an_edition_that_is_not_there_is_told(
    grutto: Command, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _refused(grutto("verify", "--home", home.path), "There is no edition yet", "grutto report")
    _refused(grutto("trace", "spent", "--home", home.path), "There is no edition yet")
    wrong = tmp_path / "edition.json"
    wrong.write_text("{}", "utf-8")
    _refused(grutto("verify", wrong, "--home", home.path), "not the record of an edition", str(wrong))
    wrong.write_text('{"id": 1', "utf-8")
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    assert "JSON: een teken in regel 1, kolom 9 hoort daar niet" in grutto("verify", wrong, "--home", home.path).err


def test_serving_a_folder_without_a_report_is_told(grutto: Command, tmp_path: Path) -> None:
    _refused(grutto("serve", tmp_path), "There is no report here", str(tmp_path))


@pytest.mark.parametrize("format_", ["table", "csv", "json"])
def test_the_list_of_measures_names_all(grutto: Command, format_: str) -> None:
    answer = grutto("measure", "--list", "--format", format_)
    assert answer.code == 0
    assert all(name in answer.out for name in measures())


def test_every_format_gives_the_same_numbers(grutto: Command, nl_home: Home) -> None:
    options = ("measure", "activities", "--by", "country", "--home", nl_home.path, "--format")
    as_json = json.loads(grutto(*options, "json").out)
    as_csv = list(csv.DictReader(io.StringIO(grutto(*options, "csv").out)))
    table = grutto(*options, "table").out
    assert [(r["country"], r["value"], str(r["rows"])) for r in as_json] == [
        (r["country"], r["value"], r["rows"]) for r in as_csv
    ]
    assert len(as_json) == 14
    assert all(row["country"] in table for row in as_json)


def test_an_answer_without_rows_is_empty_in_each_format(grutto: Command, nl_home: Home) -> None:
    options = ("measure", "spent", "--by", "country", "--home", nl_home.path, "--format")
    assert json.loads(grutto(*options, "json").out) == []
    assert grutto(*options, "csv").out.strip() == ""
    table = grutto(*options, "table")
    assert table.out.strip() == ""
    assert "No rows: the release has rows of kind" in table.err


def test_the_data_folder_is_that_of_the_environment(
    grutto: Command, nl_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRUTTO_HOME", str(nl_home.path))
    answer = grutto("measure", "activities", "--format", "json")
    assert [row["value"] for row in json.loads(answer.out)] == ["26"]


def test_an_earlier_release_answers_by_its_id(grutto: Command, home: Home, tmp_path: Path, iati_file: Writer) -> None:
    path = tmp_path / "a.xml"
    grutto("import", iati_file(path, ONE, ONE.replace("1", "2")), "--home", home.path)
    old = home.current()
    grutto("import", iati_file(path, ONE), "--home", home.path)
    for release, count in ((old, "2"), ("", "1")):
        named = ("--release", release) if release else ()
        answer = grutto("measure", "activities", "--format", "json", "--home", home.path, *named)
        assert [row["value"] for row in json.loads(answer.out)] == [count]


def test_as_a_program_it_keeps_data_and_logs_apart(nl_home: Home) -> None:
    program = shutil.which("grutto", path=os.path.dirname(sys.executable))  # noqa: PTH120
    assert program
    run = subprocess.run(
        [program, "measure", "activities", "--format", "json", "--home", str(nl_home.path)],
        capture_output=True,
        check=True,
        text=True,
    )
    assert [row["value"] for row in json.loads(run.stdout)] == ["26"]
    assert run.stderr == ""
    wrong = subprocess.run([program, "measure", "spend"], capture_output=True, check=False, text=True)
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "There is no measure" in wrong.stderr


def test_serve_gives_the_page_on_this_machine_only(nl_report: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = "import sys; sys.argv = ['grutto', *sys.argv[1:]]; from grutto.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", str(nl_report), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            assert address == f"http://localhost:{port}/"
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                assert answer.read() == (nl_report / "index.html").read_bytes()
        finally:
            server.terminate()
