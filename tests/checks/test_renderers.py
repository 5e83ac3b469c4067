"""Reports in four forms, each read back as its reader would."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from dutch import english_of_ours
from lxml import etree, html

from grutto.checks import FORMATS, Checker, Standard, check_command, exit_code
from grutto.checks.as_html import groups
from grutto.checks.plan import ABSENT
from grutto.checks.report import Report
from grutto.errors import InputError, UnknownNameError
from grutto.locale import ENGLISH, language_named
from grutto.model.finding import Finding
from grutto.tables import tables_of

if TYPE_CHECKING:
    from pathlib import Path

REPORT = Report(
    "a b.xml",
    "activity",
    "2.03",
    2,
    (
        Finding(
            "error", "schema.value", "“<b>” is wrong", "write it", "a b.xml", "N-1", "/iati-activities[1]", 7, "<b>&"
        ),
        Finding("advice", "layer.x", "A layer", file="a b.xml"),
    ),
    {"schema.value": 5, "layer.x": 1},
    {"schema": "run", "codelists": ABSENT},
)


def test_text() -> None:
    lines = FORMATS["text"]([REPORT], ENGLISH).splitlines()
    assert lines[0] == "a b.xml: IATI 2.03 activity file, 2 activities; 5 errors, 1 piece of advice"
    assert lines[1] == "  not run: codelists (they are not at hand)"
    assert lines[2] == "  line 7 N-1 error [schema.value] “<b>” is wrong"
    assert lines[3:6] == ["      found: <b>&", "      at: /iati-activities[1]", "      repair: write it"]
    assert lines[-1] == "  … and 4 more of schema.value"


def test_text_in_dutch() -> None:
    lines = FORMATS["text"]([REPORT], language_named("nl")).splitlines()
    assert lines[0] == "a b.xml: IATI-activiteitenbestand 2.03, 2 activiteiten; 5 fouten, 1 advies"
    assert lines[1] == "  niet uitgevoerd: codelijsten (ze zijn niet voorhanden)"
    assert lines[2] == "  regel 7 N-1 fout [schema.value] “<b>” is wrong"
    assert lines[-1] == "  … en nog 4 van schema.value"


def test_html_in_dutch() -> None:
    page = FORMATS["html"]([REPORT], language_named("nl"))
    assert html.fromstring(page).get("lang") == "nl"
    assert "Zo herstelt u het: write it." in page
    assert "Herstel de fouten voordat u publiceert" in page
    assert english_of_ours(page) == []


def test_json() -> None:
    content = json.loads(FORMATS["json"]([REPORT], ENGLISH))
    file = content["files"][0]
    assert content["exit_code"] == 2
    assert file["findings"][0]["locator"] == "/iati-activities[1]"
    assert file["severities"] == {"critical": 0, "error": 5, "warning": 0, "advice": 1}
    assert (file["worst"], file["counts"]) == ("error", {"schema.value": 5, "layer.x": 1})


def test_html_is_one_page_with_a_table_and_everything_escaped() -> None:
    page = FORMATS["html"]([REPORT, Report("empty.xml", layers={})], ENGLISH)
    tree = html.fromstring(page)
    assert tree.get("lang") == "en"
    assert tree.findtext(".//title") == "Check of 2 IATI files"
    assert [h.text for h in tree.iter("h2")] == ["a b.xml", "empty.xml"]
    assert {th.get("scope") for th in tree.iter("th")} == {"col"}
    cells = [" ".join("".join(str(text) for text in td.itertext()).split()) for td in tree.iter("td")]
    assert cells[:4] == ["7", "N-1", "<b>&", "/iati-activities[1]"]
    told = [" ".join("".join(str(text) for text in one.itertext()).split()) for one in tree.iter("summary")]
    assert told == [
        "error “<b>” is wrong (5 times) To mend it: write it. schema.value",
        "advice A layer (1 time) layer.x",
    ]
    assert [one.get("open") is not None for one in tree.iter("details")] == [True, False]
    assert "… and 4 more places, not listed." in page
    assert "5 errors" in page
    assert "1 piece of advice" in page
    assert list(tree.iter("b", "script", "link", "img")) == []
    assert not re.search(r"https?://|url\(", page)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {e.get("aria-labelledby") for e in tree.iter() if e.get("aria-labelledby")} <= set(ids)
    etree.fromstring(
        page.replace("<!doctype html>", "")
        .replace('<meta charset="utf-8">', "")
        .replace('<meta name="viewport" content="width=device-width, initial-scale=1">', "")
        .replace(" open>", ">")
    )


def test_html_tells_the_worst_rule_first_and_then_the_most_frequent() -> None:
    findings = [
        Finding("advice", "a", "A"),
        Finding("error", "b", "B"),
        *[Finding("error", "c", f"C{n}") for n in "12"],
    ]
    report = Report("f.xml", "activity", "2.03", 1, tuple(findings), {"a": 1, "b": 1, "c": 2})
    assert [(g.severity, g.code, g.count, g.several) for g in groups(report)] == [
        ("error", "c", 2, True),
        ("error", "b", 1, False),
        ("advice", "a", 1, False),
    ]
    page = html.fromstring(FORMATS["html"]([report], ENGLISH))
    assert page.findtext(".//title") == "Check of f.xml"
    assert [th.text for th in page.iter("th")][:4] == ["Activity", "Finding", "Found", "Place"]


def test_sarif() -> None:
    log: dict[str, Any] = json.loads(FORMATS["sarif"]([REPORT], ENGLISH))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == ["schema.value", "layer.x"]
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("schema.value", 0, "error")
    place = first["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "a%20b.xml"}, "region": {"startLine": 7}}
    assert first["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "/iati-activities[1]"
    assert first["message"]["text"] == "“<b>” is wrong. Found: <b>&. Repair: write it."
    assert (second["level"], "region" in second["locations"][0]["physicalLocation"]) == ("note", False)
    notes = [n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"]]
    assert notes == [
        "a b.xml: codelists was not run: they are not at hand",
        "a b.xml: 4 more of schema.value are not listed",
    ]


@pytest.mark.parametrize(
    ("severities", "code"),
    [((), 0), (("advice",), 0), (("advice", "warning"), 1), (("warning", "error"), 2), (("critical", "advice"), 3)],
)
def test_exit_codes(severities: tuple[Any, ...], code: int) -> None:
    reports = [Report("f", findings=(Finding(severity, "c", "m"),)) for severity in severities]
    assert exit_code(reports) == code


def test_the_command_takes_folders_and_knows_files_among_each_other(
    tmp_path: Path, valid: str, small: Standard
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xml").write_text(valid, "utf-8")
    other = valid.replace("XM-DAC-1-A", "XM-DAC-1-B").replace(
        "</iati-activity>", '<related-activity type="1" ref="XM-DAC-1-A"/></iati-activity>'
    )
    (tmp_path / "in" / "b.XML").write_text(other, "utf-8")
    (tmp_path / "in" / "c.xml").write_text(valid, "utf-8")
    text, code = check_command([tmp_path / "in"], "json", Checker(small, tables_of("iati")), ENGLISH)
    files = {file["file"]: file["counts"] for file in json.loads(text)["files"]}
    assert set(files) == {"a.xml", "b.XML", "c.xml"}
    assert "identifier.claimed-twice" in files["c.xml"]
    assert "identifier.claimed-twice" not in files["b.XML"]
    assert not any(name.startswith("reference.") for name in files["b.XML"])
    assert code == 1


def test_the_command_refuses_unknown_formats_and_empty_folders(tmp_path: Path) -> None:
    checker = Checker(Standard(), tables_of("iati"))
    with pytest.raises(UnknownNameError, match="no format “pdf”"):
        check_command([], "pdf", checker, ENGLISH)
    with pytest.raises(InputError, match="no XML or zip file"):
        check_command([tmp_path], "text", checker, ENGLISH)
