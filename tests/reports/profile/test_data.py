"""A profile as data: what a row tells of its figure, and of what is unknown."""

from __future__ import annotations

from decimal import Decimal

from small_statistics import asked_of, observed

from grutto.reports.profile.data import rows_of


def test_a_row_leads_to_its_source_and_says_why_it_is_unknown() -> None:
    """90 − 60 = 30; of 2010 nothing is known, which is no zero."""
    context = asked_of(
        observed("migrant_stock", "NLD", "AFG", 2000, 60),
        observed("migrant_stock", "NLD", "AFG", 2005, 90),
        observed("migrant_stock", "NLD", "AFG", 2010, None),
    )
    at = {"ref_area": "NLD", "counterpart": "AFG"}
    before, now, unknown = context.book.measure_all("migrant_stock", [at | {"year": y} for y in (2000, 2005, 2010)])
    change = context.book.derive("difference", now, before)
    first, last, derived = rows_of(context.session, (before, unknown, change))
    assert (first["ref_area"], first["counterpart"], first["period"], first["value"]) == ("NLD", "AFG", "2000", 60)
    assert (first["unit"], first["stock_flow"]) == ("person", "stock")
    assert first["places"] == "0123456789ab NLD-AFG-2000"
    assert (last["value"], last["unknown_because"]) == (None, (("suppressed", 1),))
    assert (derived["measure"], derived["value"], derived["places"]) == ("difference", Decimal(30), "")
    assert derived["ref_area"] == ""


def test_a_sum_has_all_its_places_and_no_country_of_its_own() -> None:
    rows = [observed("migrant_stock", area, "AFG", 2010, 5) for area in ("DEU", "NLD")]
    context = asked_of(*rows)
    (found,) = rows_of(context.session, (context.book.measure("migrant_stock", counterpart="AFG", year=2010),))
    assert (found["ref_area"], found["value"]) == ("", 10)
    assert found["places"] == "0123456789ab DEU-AFG-2010; 0123456789ab NLD-AFG-2010"


def test_without_figures_there_are_no_rows() -> None:
    assert rows_of(asked_of().session, ()) == []
