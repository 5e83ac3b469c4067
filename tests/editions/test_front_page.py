"""The front page of several reports speaks their languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import html

from grutto.editions import front_page as page
from grutto.editions.front_page import ListedReport, front_page
from grutto.locale import language_named

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

DUTCH = ListedReport(
    "nl",
    language_named("nl"),
    "Voortgang",
    "Beleid",
    "",
    "abc",
    1,
    2011,
    (("nl", "index.html", "Nederlands"), ("en", "index.en.html", "English")),
)


def test_each_report_is_in_its_own_language_and_the_page_in_that_of_the_newest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = DUTCH._replace(folder="en", language=language_named("en"), figures=12000, year=2010)
    monkeypatch.setattr(page, "reports_in", lambda _: [DUTCH, english])
    root = html.document_fromstring(front_page(tmp_path))
    assert (root.get("lang"), root.findtext(".//h1")) == ("nl", "Rapporten")
    first, second = root.iterfind(".//article")
    assert (first.get("lang"), second.get("lang")) == ("nl", "en")
    assert "1 cijfer · editie abc" in str(first.xpath("string()"))
    assert "12,000 figures · edition abc" in str(second.xpath("string()"))
    assert [a.get("lang") for a in first.iter("a")] == [None, "nl", "en"]
