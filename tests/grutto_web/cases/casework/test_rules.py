"""Dated rules: exactly one row decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override

from grutto_web.cases.casework.rules import DatedRules, NoRuleError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """
[[row]]
id = "old"
title = { en = "the old rule", nl = "de regel old" }
since = 2016-01-01
until = 2017-06-30
decides_by = "applied_on"
keys = { scheme = "avrr", category = "adult" }
values = { in_kind = 1500 }
reference = { en = "page A", nl = "bladzijde A" }

[[row]]
id = "new"
title = { en = "the new rule", nl = "de regel new" }
since = 2017-07-01
decides_by = "applied_on"
keys = { scheme = "avrr", category = "adult" }
values = { in_kind = 1800, cash_most = 300 }
reference = { en = "page B", nl = "bladzijde B" }

[[row]]
id = "undated"
title = { en = "the undated rule", nl = "de regel undated" }
decides_by = "applied_on"
keys = { scheme = "rean" }
values = { in_kind = 200 }
reference = { en = "page C", nl = "bladzijde C" }
"""


@pytest.fixture
def rules(tmp_path: Path) -> DatedRules:
    """Two rows that follow each other, and one without a day."""
    (tmp_path / "rules.toml").write_text(TEXT)
    return DatedRules.load(tmp_path / "rules.toml")


@pytest.mark.parametrize(
    ("day", "row"), [(date(2016, 1, 1), "old"), (date(2017, 6, 30), "old"), (date(2017, 7, 1), "new")]
)
def test_the_day_that_decides_selects_the_row(rules: DatedRules, day: date, row: str) -> None:
    found = rules.choose({"scheme": "avrr", "category": "adult"}, {"applied_on": day, "departed_on": date(2020, 1, 1)})
    assert found.id == row


def test_values_are_exact(rules: DatedRules) -> None:
    found = rules.choose({"scheme": "avrr", "category": "adult"}, {"applied_on": date(2018, 1, 1)})
    assert found.values == {"in_kind": Decimal(1800), "cash_most": Decimal(300)}


@pytest.mark.parametrize(
    ("keys", "day", "why"),
    [
        ({"scheme": "avrr", "category": "adult"}, date(2015, 12, 31), "No rule for avrr, adult holds on the day"),
        ({"scheme": "avrr", "category": "adult"}, None, "No rule for avrr, adult holds on the day"),
        ({"scheme": "avrr", "category": "child"}, date(2018, 1, 1), "There is no rule for avrr, child"),
        ({"scheme": "rean"}, date(2018, 1, 1), "does not say from when it holds"),
    ],
)
def test_none_is_a_refusal(rules: DatedRules, keys: dict[str, str], day: date | None, why: str) -> None:
    with pytest.raises(NoRuleError, match=why):
        rules.choose(keys, {"applied_on": day})


def test_two_are_a_refusal(rules: DatedRules) -> None:
    double = DatedRules((*rules.row, rules.row[1]))
    with pytest.raises(NoRuleError, match="More than one rule holds for avrr, adult: the new rule; the new rule"):
        double.choose({"scheme": "avrr", "category": "adult"}, {"applied_on": date(2018, 1, 1)})


def test_a_digest_tells_wordings_apart(rules: DatedRules) -> None:
    assert len({row.digest for row in rules.row}) == len(rules.row)
    assert rules.row[0].digest == DatedRules(rules.row).row[0].digest


def test_what_it_is_called_and_a_translation_change_no_digest(rules: DatedRules) -> None:
    row = rules.row[0]
    assert replace(row, title={"en": "A"}, reference={"en": "page A", "nl": "pagina A"}).digest == row.digest
    assert replace(row, reference={"en": "page X"}).digest != row.digest


def test_it_is_cited_in_the_language_of_the_page(rules: DatedRules) -> None:
    assert (rules.row[0].words, rules.row[0].source) == ("the old rule", "page A")
    with override("nl"):
        assert (rules.row[0].words, rules.row[0].source) == ("de regel old", "bladzijde A")
