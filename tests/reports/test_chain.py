"""The chain of an activity on a page of its own: what both sides say, row by row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_iati import activity, by, one, paid, released, to

from grutto.editions.draft import make_chain
from grutto.errors import UnknownNameError
from grutto.locale import language_named
from grutto.model.framework import Framework
from grutto.render.csv_files import WorkbookSheet, sheets

if TYPE_CHECKING:
    from grutto.editions.draft import DraftEdition

POLICY = Framework(
    id="t",
    title={"en": "T"},
    owner="XM-T-1",
    since=date(2010, 1, 1),
    language="en",
    reference={},
    priority=(),
    outline=(),
    note={"en": "Fictional."},
)
FILES = one(
    activity("M", paid(100, inside=to("A")), paid(60, inside=to(org="X-P")), paid(90, inside=to("NOWHERE")), org="X-M"),
    activity("A", paid(80, "2010-07-01", "1", by("M")), paid(70, "2010-08-01", "4"), org="X-A"),
    activity("P", paid(60, "2010-07-01", "1", by("M")), org="X-P"),
    activity("Q", paid(30, "2010-07-01", "1", by("M")), org="X-P"),
)


def tables(made: DraftEdition) -> dict[str, WorkbookSheet]:
    return {sheet.name: sheet for sheet in sheets(made.readings()["en"].document, language_named("en"))}


def test_each_link_stands_with_what_both_sides_say() -> None:
    """100 sent, 80 received: 80 is the same money. 60 sent to no one by name; 60 and 30 claim it: 40 and 20."""
    with released(FILES, POLICY) as session:
        made = make_chain(session, "M", ("en",))
        links = {row[1]: row[3:] for row in tables(made)["links-1"].rows}
    assert links["A"] == [Decimal(100), "", Decimal(80), Decimal(80)]
    assert links["P"] == ["not in the source", Decimal(40), Decimal(60), Decimal(40)]
    assert links["Q"] == ["not in the source", Decimal(20), Decimal(30), Decimal(20)]
    assert links["NOWHERE"][0] == Decimal(90)
    assert made.edition.subject == "chain M"
    assert made.readings()["en"].note == "Fictional."


def test_rows_of_both_sides_have_their_place_and_those_without_a_name_are_among_them() -> None:
    with released(FILES, POLICY) as session:
        found = [sheet for name, sheet in tables(make_chain(session, "M", ("en",))).items() if name.startswith("rows-")]
    of_p = found[2].rows
    assert [row[0] for row in of_p] == ["sent", "received"]
    assert [row[2] for row in of_p] == ["60.00 EUR", "60.00 EUR"]
    assert of_p[0][5] == "the row names no activity"
    assert str(of_p[0][6]).endswith("/iati-activity[1]/transaction[2]")


def test_activity_without_a_link_and_a_page_without_a_policy_are_told() -> None:
    with released(FILES, POLICY) as session, pytest.raises(UnknownNameError, match="No row names money"):
        make_chain(session, "Z", ("en",))
    with released(FILES) as session, pytest.raises(UnknownNameError, match="needs a policy framework"):
        make_chain(session, "M", ("en",))
