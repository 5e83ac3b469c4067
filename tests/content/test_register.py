"""What the register says of a figure: why it is unknown, in words."""

from __future__ import annotations

from decimal import Decimal

from grutto.content.register import register, unknown_texts
from grutto.locale import language_named
from grutto.measures import measure_named
from grutto.measures.derive import derive
from grutto.model.figure import Condition, Figure, Period, Selection

DUTCH, ENGLISH = language_named("nl"), language_named("en")
YEAR = Period.year(2020)


def _committed(value: Decimal | None) -> Figure:
    measure = measure_named("committed_once")
    where = (Condition("attribution.budget_line", ("return",)), Condition("year", (2020,)))
    asked = Selection(measure.name, measure.relation, measure.value, measure.aggregate, where)
    reasons = () if value is not None else (("no-rows", 1),)
    return Figure(
        "committed_once.budget_line-return.year-2020", value, "EUR", asked, YEAR, reasons=reasons, rule=measure.rule
    )


def test_a_reason_names_the_figure_that_is_unknown_and_not_one_that_derives_from_it() -> None:
    asked = _committed(None)
    printed = derive("thousands_up", (asked,))
    difference = derive("difference", (printed, printed))
    figures = (asked, printed, difference)
    entries = register(figures, {asked.id: []}, DUTCH)
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
