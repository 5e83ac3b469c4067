"""Remarks alike on the files of a release are told once, with their number and a few of the texts found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_iati import activity, document

from grutto.locale import language_named
from grutto.locale.reasons import reason_text
from grutto.message import Message
from grutto.tables.remarks import MOST_TEXTS, findings

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Importer
    from grutto.store.home import Home


def _spent(number: int, currency: str = "USD") -> str:
    day = 'iso-date="2010-05-01"'
    value = f'<value currency="{currency}" value-date="2010-05-01">{number}</value>'
    return f'<transaction><transaction-type code="3"/><transaction-date {day}/>{value}</transaction>'


@pytest.mark.parametrize(
    ("number", "dutch"),
    [
        (MOST_TEXTS, ""),
        (MOST_TEXTS + 1, "” en nog 1 andere tekst, “"),
        (MOST_TEXTS + 3, "” en nog 3 andere teksten, zoals “"),
    ],
)
def test_remarks_alike_are_told_once(home: Home, tmp_path: Path, imported: Importer, number: int, dutch: str) -> None:
    path = tmp_path / "a.xml"
    amounts = [*range(1, number + 1), 1, 2]
    path.write_text(document(activity("A-1", "".join(map(_spent, amounts)))))
    report = imported(home, path)
    assert report.release
    (told,) = [found for found in findings(home, report.release, {"a.xml"}) if found[2]["code"] == "amount.unknown"]
    severity, count, first = told
    assert (severity, count) == ("warning", number + 2)
    texts = first["value"]
    assert texts.startswith("1.000000 USD”, “2.000000 USD”")
    assert texts.count("USD") == min(number, MOST_TEXTS + 1)
    assert isinstance(texts, Message) == bool(dutch)
    assert dutch in (reason_text(texts, language_named("nl")) if dutch else texts)
    assert not findings(home, report.release, {"b.xml"})
