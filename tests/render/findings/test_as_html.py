"""The page of findings: all is told, escaped, and in its language."""

from __future__ import annotations

import re

from check_report import REPORT
from dutch import english_of_ours
from lxml import etree, html

from grutto.checks.report import Report
from grutto.locale import ENGLISH, language_named
from grutto.model.finding import Finding
from grutto.render.findings import FORMATS
from grutto.render.findings.as_html import groups


def test_html_in_dutch() -> None:
    page = FORMATS["html"]([REPORT], language_named("nl"))
    assert html.fromstring(page).get("lang") == "nl"
    assert "Zo herstelt u het: write it." in page
    assert "Herstel de fouten voordat u publiceert" in page
    assert english_of_ours(page) == []


def test_it_is_one_page_with_a_table_and_everything_escaped() -> None:
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
    etree.fromstring(re.sub("<!doctype html>|<meta[^>]*>", "", page).replace(" open>", ">"))


def test_it_tells_the_worst_rule_first_and_then_the_most_frequent() -> None:
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
    assert [th.text for th in page.iter("th")][:3] == ["Finding", "Found", "Place"]
