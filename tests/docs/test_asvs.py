"""The table of security requirements names each of levels 1 and 2 once, and nothing that is not there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "asvs.md").read_text("utf-8")
COUNTS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4,
    "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5,
    "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4,
    "17.3": 2,
}  # fmt: skip
"""Requirements of levels 1 and 2 in each section of ASVS 5.0.0; in every section they are the first ones."""


def _rows() -> list[list[str]]:
    return [line.strip("|").split("|") for line in PAGE.splitlines() if re.match(r"\| \d", line)]


def test_every_requirement_is_answered_once() -> None:
    named = Counter(number for row in _rows() for number in re.findall(r"\d+\.\d+\.\d+", row[0]))
    wanted = {f"{section}.{number}" for section, count in COUNTS.items() for number in range(1, count + 1)}
    assert wanted == set(named)
    assert [number for number, times in named.items() if times > 1] == []


def test_every_answer_says_how() -> None:
    for row in _rows():
        assert row[1].strip() in {"met", "partly", "not", "not apply"}, row
        assert len(row[2].strip()) > 3, row


def test_the_files_and_tests_that_are_named_exist() -> None:
    for row in _rows():
        for place, folder in ((row[2], "src/grutto_web"), (row[3], "tests/grutto_web")):
            for name in re.findall(r"`([\w./-]+/?[\w.-]*)`", place):
                if ("/" in name and not name.startswith("/")) or name.endswith(".py"):
                    path = (
                        name
                        if name.split("/")[0] in {"src", "tests", "deploy", "docs", "requirements"}
                        else f"{folder}/{name}"
                    )
                    assert (ROOT / path).exists(), (row[0], name)
