"""The register: each figure with what it was asked of, what it is made of, who said so and where it comes from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from small_content import FIGURES
from small_report import DUTCH, ENGLISH
from small_result import balance, results

from grutto.content.blocks import Number
from grutto.content.register import RegisterEntry, conditions, period_line, register, unknown_texts
from grutto.content.wording import text_of
from grutto.measures import measure_named
from grutto.measures.derive import derive
from grutto.model.figure import Condition, Figure, Period, Selection

WHERE = (
    Condition("attribution.counted_spent", (True,)),
    Condition("country", ("KE", None)),
    Condition("kind", ("transaction",)),
    Condition("year", (2010,)),
)
SPENT = Figure(
    "spent",
    Decimal("1234.5"),
    "EUR",
    Selection("spent", "money", "amount_eur", "sum", WHERE),
    Period.year(2010),
    rows=3,
    rule=measure_named("spent").rule,
)


def row(number: int, **cells: Any) -> dict[str, Any]:
    return {"source_row": number, "file": "a.xml", "snapshot": "abc", "locator": f"/x[{number}]", **cells}


def entry(figure: Figure, *rows: dict[str, Any]) -> RegisterEntry:
    (found,) = register((figure,), {figure.id: rows}, ENGLISH)
    return found


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_measure_stands_with_its_exact_value_and_what_it_was_asked_of() -> None:
    """The measure's own conditions and the year, which stands beside it, are not told again; an unknown value is."""
    found = entry(SPENT)
    assert (plain(found.value), found.period, found.number) == ("€ 1,234.50", "2010", 1)
    assert found.subject == "country KE, unknown"
    assert dict(found.where)["country"] == "KE, unknown"
    assert dict(found.where)["kind"] == "transaction"


def test_rows_have_the_columns_that_tell_something_and_those_not_listed_are_counted() -> None:
    """Of 3 rows 2 are listed: one of them was divided over two countries."""
    cells: list[tuple[int, Number | None, str | None]] = [
        (1, Number(Decimal(5)), "KE"),
        (1, None, "UG"),
        (2, None, None),
    ]
    rows = [row(number, amount_eur=amount, country=country, note=None) for number, amount, country in cells]
    found = entry(SPENT, *rows)
    assert found.heads == ("amount_eur", "country")
    assert [cells for *_, cells in found.rows] == [("5", "KE"), ("", "UG"), ("", "")]
    assert found.rows[0][:3] == ("a.xml", "abc", "/x[1]")
    assert found.more == 1
    assert entry(replace(SPENT, rows=0)).more == 0


def test_what_is_derived_names_what_it_is_made_of_and_what_is_unknown_says_so() -> None:
    entries = register(FIGURES, {}, ENGLISH)
    assert [each.number for each in entries] == [1, 2, 3]
    total, difference = entries[1], entries[2]
    assert [figure.id for figure, _, _ in total.inputs] == ["figure-a"]
    assert plain(total.value) == "unknown"
    assert plain(difference.subject) == "€ 12.50 · unknown"
    assert difference.inputs[0][0] == FIGURES[0]


def test_what_a_document_states_names_it() -> None:
    (found, *_) = register(FIGURES, {}, ENGLISH)
    assert (found.subject, found.statement) == ("letter", FIGURES[0].lineage)
    assert found.name == "Stated in a document."


def test_what_a_model_computed_has_its_run() -> None:
    net = balance(2020, "europe", "net", 100)
    figure = results(region_balance=[net]).figure("region_balance", net, "median", labels=("period", "region"))
    found = entry(figure)
    assert found.subject == "2020 · europe · median"
    assert "11" in dict(found.simulation).values()
    assert found.period == "1 January 2020 – 31 December 2024"


def test_why_it_is_unknown_and_what_to_mind_are_told_once() -> None:
    unknown = replace(
        SPENT, value=None, unknown=2, reasons=(("no-rate|currency=XYZ", 2),), warnings=("flag-B", "flag-B")
    )
    found = entry(unknown)
    assert found.unknown[0][1] == 2
    assert "XYZ" in found.unknown[0][0]
    assert len(found.warnings) == 1


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (None, ""),
        (Period.year(2010), "2010"),
        (Period(date(2010, 1, 1), date(2010, 3, 31)), "1 January 2010 – 31 March 2010"),
    ],
)
def test_a_period_in_words(period: Period | None, text: str) -> None:
    assert text_of(period_line(period), ENGLISH) == text


def test_in_dutch_and_conditions_stay_as_they_are_asked() -> None:
    (found,) = register((SPENT,), {SPENT.id: ()}, DUTCH)
    assert found.subject == "land KE, onbekend"
    assert isinstance(SPENT.lineage, Selection)
    assert conditions(SPENT.lineage)[1] == ("country", "KE, unknown")


def _committed(value: Decimal | None) -> Figure:
    measure = measure_named("committed_once")
    where = (Condition("attribution.budget_line", ("return",)), Condition("year", (2020,)))
    asked = Selection(measure.name, measure.relation, measure.value, measure.aggregate, where)
    reasons = () if value is not None else (("no-rows", 1),)
    return Figure(
        "committed_once.budget_line-return.year-2020",
        value,
        "EUR",
        asked,
        Period.year(2020),
        reasons=reasons,
        rule=measure.rule,
    )


def test_a_reason_names_the_figure_that_is_unknown_and_not_one_that_derives_from_it() -> None:
    asked = _committed(None)
    printed = derive("thousands_up", (asked,))
    difference = derive("difference", (printed, printed))
    figures = (asked, printed, difference)
    entries = register(figures, {asked.id: ()}, DUTCH)
    name = "“Aangegane verplichtingen, in de keten één keer geteld” (2020; begrotingsartikel return)"
    assert [entry.unknown for entry in entries] == [
        (("de bronnen hebben hier geen rij voor", 1),),
        ((f"{name} is onbekend", 1),),
        ((f"{name} is onbekend", 1),),
    ]
    assert difference.reasons[0][0] == f"input-unknown|figure={printed.id}"


def test_a_reason_names_the_figure_that_is_zero() -> None:
    asked = _committed(Decimal(0))
    share = derive("share_percent", (asked, asked))
    words = "“Commitments made, counted once along the chain” (2020; budget line return) is zero"
    assert unknown_texts(share, {asked.id: asked}, ENGLISH) == ((words, 1),)
    difference = derive("difference", (asked, asked))
    share = derive("share_percent", (asked, difference))
    known = {f.id: f for f in (asked, difference)}
    words = "“The first figure less the second” (2020; €\xa00.00 · €\xa00.00) is zero"
    assert unknown_texts(share, known, ENGLISH) == ((words, 1),)


def test_a_reason_about_a_figure_that_is_not_at_hand_has_its_id() -> None:
    share = derive("share_percent", (_committed(None), _committed(None)))
    assert unknown_texts(share, {}, ENGLISH) == (("committed_once.budget_line-return.year-2020 is unknown", 1),)
