"""What must be known before statistics are compared, and what is never added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grutto.content.labels import warning_text
from grutto.errors import UnitError
from grutto.locale import language_named
from grutto.measures.book import Book
from grutto.measures.comparability import breaks, note_of, notes
from grutto.store.engine import DuckDBEngine
from grutto.store.parquet import arrow_table
from grutto.tables import all_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.model.figure import Figure

COLUMNS = all_tables()["observation"].column


def row(number: int, year: int, value: int | None, indicator: str = "refugees", **more: Any) -> dict[str, Any]:
    """Return a made-up row of the table."""
    common = {
        "dataflow": "unhcr/population", "indicator": indicator, "ref_area": "NLD", "ref_area_kind": "country",
        "counterpart": "AFG", "counterpart_kind": "country", "year": year, "time_period": str(year), "sex": "_T",
        "age": "_T", "stock_flow": "stock", "unit": "person", "obs_value": value, "obs_status": "A",
        "source_row": number, "freq": "A", "total": False,
    }  # fmt: skip
    return common | more


ROWS = [
    row(1, 2005, 50),
    row(2, 2006, 60),
    row(3, 2007, 90),
    row(4, 2008, 95, obs_status="B P"),
    row(5, 2007, 40, "returned_refugees", stock_flow="flow"),
    row(6, 2008, 70, ref_area="DEU"),
    row(7, 2008, 1000, ref_area="EU27_2020", ref_area_kind="aggregate"),
    row(8, 2010, 10, ref_area="SDN"),
    row(9, 2011, 8, ref_area="SDN"),
    row(10, 2009, 5),
    row(11, 2009, 5, dataflow="hdx/population"),
]


@pytest.fixture
def book() -> Iterator[Book]:
    engine = DuckDBEngine()
    batch = {c.name: [r.get(c.name) for r in ROWS] for c in COLUMNS}
    engine.register("observation", arrow_table(COLUMNS, batch))
    yield Book(engine, attributed=False)
    engine.close()


def _words(figure: Figure) -> list[str]:
    return [warning_text(warning, language_named("en")) for warning in figure.warnings]


def test_notes_of_the_source_become_warnings(book: Book) -> None:
    figure = book.measure("refugees", ref_area="NLD", counterpart="AFG", year=2005)
    assert any("rounds counts under 5" in w for w in _words(figure))
    assert not any("refugee-like" in w for w in _words(figure)), "a break is about comparing, not about one year"


def test_flags_of_rows_become_warnings(book: Book) -> None:
    figure = book.measure("refugees", ref_area="NLD", year=2008)
    assert "The source calls this provisional." in _words(figure)
    assert "The source marks a break in the series here." in _words(figure)


@pytest.mark.parametrize(("now", "before", "warned"), [(2007, 2006, True), (2008, 2007, False), (2006, 2005, False)])
def test_a_comparison_over_a_break_is_warned_of(book: Book, now: int, before: int, *, warned: bool) -> None:
    figures = [book.measure("refugees", ref_area="NLD", counterpart="AFG", year=y) for y in (now, before)]
    change = book.derive("change_percent", *figures)
    assert any("refugee-like" in w for w in _words(change)) is warned


def test_a_break_of_one_country_is_about_that_country_only(book: Book) -> None:
    sudan = tuple(book.measure("refugees", ref_area="SDN", year=y) for y in (2010, 2011))
    dutch = tuple(book.measure("refugees", ref_area="NLD", year=y) for y in (2007, 2008))
    assert [year for year, _ in breaks(sudan)] == [2011]
    assert breaks(dutch) == []


def test_a_warning_leads_back_to_its_note() -> None:
    for (name, _), note in notes().items():
        assert note_of(f"note|of={name}|id={note.id}") is note
    assert note_of("flag-P") is None


def test_stocks_and_flows_are_never_added_or_compared(book: Book) -> None:
    stock = book.measure("refugees", ref_area="NLD", counterpart="AFG", year=2007)
    flow = book.measure("returned_refugees", ref_area="NLD", counterpart="AFG", year=2007)
    for operation in ("total", "difference", "change_percent"):
        with pytest.raises(UnitError, match="a stock and a flow"):
            book.derive(operation, stock, flow)
    assert book.derive("share_percent", flow, stock).value is not None


def test_a_stock_is_not_added_over_time(book: Book) -> None:
    figures = [book.measure("refugees", ref_area="NLD", year=y) for y in (2006, 2007)]
    with pytest.raises(UnitError, match="several days"):
        book.derive("total", *figures)
    over_years = book.measure("refugees", ref_area="NLD", counterpart="AFG")
    assert over_years.value is None
    assert "apart|dimensions=" in over_years.reasons[0][0]


def test_groups_of_countries_never_enter_a_sum(book: Book) -> None:
    assert book.measure("refugees", counterpart="AFG", year=2008).value == 95 + 70


def test_two_sources_of_one_number_are_not_added(book: Book) -> None:
    figure = book.measure("refugees", ref_area="NLD", year=2009)
    assert figure.value is None
    assert figure.reasons == (("apart|dimensions=dataflow", 1),)


def test_one_figure_may_be_about_several_countries(book: Book) -> None:
    figure = book.measure_among("refugees", {"ref_area": ("NLD", "DEU")}, year=2008)
    assert figure.value == 165
