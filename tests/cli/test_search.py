"""`grutto search`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Command
    from grutto.store.home import Home


def test_words_and_facets(grutto: Command, nl_home: Home) -> None:
    answer = grutto("search", "TERUGKEER", "--format", "json", "--home", nl_home.path)
    assert answer.code == 0, answer.err
    rows = json.loads(answer.out)
    assert rows
    assert f"{len(rows)} of {len(rows)} activities" in answer.err
    of_one = grutto("search", "--where", "reporter=XM-DAC-7", "--home", nl_home.path, "--limit", 1)
    assert of_one.code == 0


def test_counts(grutto: Command, nl_home: Home) -> None:
    rows = json.loads(grutto("search", "--count", "country", "--format", "json", "--home", nl_home.path).out)
    counts = [row["activities"] for row in rows]
    assert counts == sorted(counts, reverse=True)
    assert {"AF", "BA"} <= {row["country"] for row in rows}


def test_an_unknown_facet_is_named(grutto: Command, nl_home: Home) -> None:
    answer = grutto("search", "--where", "colour=red", "--home", nl_home.path)
    assert answer.code == 1
    assert "one of: country" in answer.err
