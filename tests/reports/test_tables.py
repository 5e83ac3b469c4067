"""Tables that sections share: money along a dimension with its totals, results against targets; worked by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from small_iati import activity, by, one, paid, rates, released, to
from small_policy import POLICY
from small_report import plain

from grutto.content.blocks import Paragraph, Quote, Table, TableColumn, Words
from grutto.measures.facts import Outcome, outcomes
from grutto.model.figure import Figure, Period, Statement
from grutto.reports.context import Context
from grutto.reports.tables import (
    LISTED,
    LONG,
    REPORTED,
    beyond,
    cut,
    folded,
    money_measures,
    money_table,
    of_target,
    parts_of_spent,
    reported,
    result_names,
    results_table,
    target_chart,
    unit_name,
    without_empty,
    years_so_far,
)

if TYPE_CHECKING:
    from small_report import ContextMaker

    from grutto.content.blocks import Line
    from grutto.model.figure import Scalar


def words(text: str) -> Line:
    return (Words(text),)


def grid(table: Table) -> list[list[str]]:
    """Return heads, rows and foot as a reader sees them."""
    lines = ([c.head for c in table.columns], *table.rows, *table.foot)
    return [[plain(cell) for cell in line] for line in lines]


def stated(name: str, value: int | None, unit: str = "person") -> Figure:
    statement = Statement("A. Person", Period.year(2010).start, "letter")
    return Figure(name, None if value is None else Decimal(value), unit, statement, Period.year(2010))


def outcome(target: int | None, actual: int | None, *, name: str = "Trained", who: str = "A") -> Outcome:
    """Return a result of persons in 2010; none: it was not told at all."""
    key = f"{who}-{name}-{target}-{actual}"
    figures = [
        None if value is None else stated(f"{kind}-{key}", value) for kind, value in (("t", target), ("a", actual))
    ]
    return Outcome(who, name, (("", name),), "person", Period.year(2010), figures[0], figures[1])


def test_money_stands_by_country_with_all_of_it_below(context_of: ContextMaker) -> None:
    """Of 600 budgeted by A, 360 is for Kenya and 240 for Uganda; A spent 250 and B 90: 150 in Kenya, 100 + 90 in
    Uganda. All is 395: C spent 30 in no country, and D 25 beyond what A sent it."""
    names: dict[Scalar, Line] = {"KE": words("Kenya"), "UG": words("Uganda"), "DE": words("Germany")}
    table = money_table(context_of(), words("Money"), words("Country"), "country", names)
    heads, *lines = grid(table)
    assert heads[1:] == [
        "Activities under way",
        "Budgeted, counted once",
        "Spent, counted once",
        "Funds received from outside",
    ]
    assert lines == [
        ["Kenya", "1", "€ 360", "€ 150", "not in the source"],
        ["Uganda", "2", "€ 240", "€ 190", "not in the source"],
        ["Germany", "0", "not in the source", "not in the source", "not in the source"],
        ["All", "4", "€ 600", "€ 395", "€ 0"],
    ]


def test_only_money_that_the_year_has_is_shown_and_spending_always(context_of: ContextMaker) -> None:
    now, before = context_of(), context_of(year=1999)
    assert money_measures(now.book, 2010) == ["budgeted_once", "spent_once", "incoming_funds_once"]
    assert reported(now.book, 2010) == ["budgeted", "spent", "incoming_funds"]
    assert money_measures(before.book, 1999) == ["spent_once"]
    assert set(REPORTED) == {name for name in REPORTED if name.endswith("_once")}


def test_commitments_of_years_before_stand_beside_those_of_the_year() -> None:
    """Those of a year to come do not: 2011."""
    committed = [paid(value, f"{year}-06-01", code="2") for value, year in ((200, 2009), (50, 2010), (7, 2011))]
    with released(one(activity("A", *committed)), POLICY) as session:
        in_2010, in_2009 = (Context(session, POLICY, year) for year in (2010, 2009))
        assert years_so_far(in_2010, "committed_once") == (2009, 2010)
        assert years_so_far(in_2009, "committed_once") == (), "there is nothing to tell apart"
        assert years_so_far(in_2010, "spent_once") == ()
        (table,) = [money_table(in_2010, words("M"), words("A"), "iati_identifier", {"A": words("A")}, so_far=True)]
    assert grid(table)[1][2:] == ["€ 50", "€ 250", "not in the source"]


def test_what_others_spent_beyond_what_they_were_sent(context_of: ContextMaker) -> None:
    """The owner spent 370; D spent 75, of which A sent 50."""
    found = parts_of_spent(context_of())
    assert plain(found).endswith(
        "€ 370 left the owner of the programme; others spent € 25 beyond what was sent to them."
    )
    assert plain(parts_of_spent(context_of(), explained=True)).endswith(
        "sent to them: money of their own, or of funders in no file."
    )
    assert parts_of_spent(context_of(year=1999)) == (), "who added nothing is not told"


def test_rates_are_named_where_what_others_added_is_not_all_in_euros() -> None:
    """B spends 15 euros of its own and 24 dollars, which are 20 at 1.2."""
    spent = paid(75, code="4"), paid(24, code="4", currency="USD")
    files = one(
        activity("A", paid(60, inside=to("B"))),
        activity("B", paid(60, code="1", inside=by("A")), *spent, org="XM-T-2"),
    ) | {"rates.csv": rates({"2010-06-01": ("1.2", "0.8")})}
    with released(files, POLICY) as session:
        line = beyond(Context(session, POLICY, 2010))
    assert plain(line) == (
        "money of their own, or of funders in no file, € 20 of it in other currencies than the euro, which rates move"
    )


def test_results_stand_with_target_and_change(context_of: ContextMaker) -> None:
    """12 of 10 is 120 %; 12 after 8 is +4, +50 %."""
    context = context_of()
    table = results_table(context, outcomes(context.session))
    assert grid(table) == [
        ["Indicator", "Unit", "Period", "Target", "Achieved", "Of target", "Change"],
        ["Trained", "not specified", "2009", "10", "8", "80.0 %", ""],
        ["Trained", "not specified", "2010", "10", "12", "120.0 %", "+4 · +50.0 %"],
    ]


def test_a_share_of_no_target_or_of_an_unknown_one_is_none(context_of: ContextMaker) -> None:
    book = context_of().book
    assert (reached := of_target(book, outcome(40, 10)))
    assert (reached.value, reached.unit) == (Decimal(25), "percent")
    assert (reached := of_target(book, outcome(40, 0)))
    assert reached.value == 0, "nothing achieved is zero, not unknown"
    unknown = replace(outcome(40, 10), actual=stated("x", None))
    assert [of_target(book, o) for o in (outcome(0, 10), outcome(None, 10), outcome(40, None), unknown)] == [None] * 4


def test_columns_that_no_result_fills_are_left_out(context_of: ContextMaker) -> None:
    assert grid(results_table(context_of(), [outcome(None, 12)])) == [
        ["Indicator", "Unit", "Period", "Achieved"],
        ["Trained", "persons", "2010", "12"],
    ]
    assert results_table(context_of(), []).columns == ()


def test_the_chart_has_the_results_that_are_furthest_below(context_of: ContextMaker) -> None:
    context = context_of()
    found = [outcome(10, actual, name=f"I{actual}") for actual in (9, 2, 5)]
    (whole,), (few,) = (target_chart(context, found, most) for most in (3, 2))
    assert [plain(bar.name) for bar in whole.bars] == ["I9", "I2", "I5"]
    assert plain(whole.title) == "Achieved, in percent of the target, 2010"
    assert [(plain(bar.name), bar.figure.value) for bar in few.bars] == [("I2", Decimal(20)), ("I5", Decimal(50))]
    assert plain(few.title) == "Achieved, in percent of the target: the furthest below it, 2010"
    assert target_chart(context, [outcome(None, 5)], 3) == []


def test_indicators_of_one_name_are_told_apart_by_their_activity(context_of: ContextMaker) -> None:
    context = context_of()
    same = [outcome(1, 1), outcome(1, 1, who="nobody"), outcome(1, 1, name="Housed")]
    assert list(map(plain, result_names(context, same))) == ["Trained · A", "Trained · nobody", "Housed"]
    assert list(map(plain, result_names(context, [same[0], outcome(1, 2)]))) == ["Trained", "Trained"]


def test_a_unit_that_nobody_knows_is_as_its_publisher_wrote_it() -> None:
    assert plain((unit_name("person"),)) == "persons"
    assert unit_name("goats 2010") == Quote("goats 2010")


def test_long_tables_are_folded_and_cut_lists_say_so() -> None:
    def rows(number: int) -> Table:
        return Table(words("T"), (TableColumn(words("N")),), ((words("x"),),) * number)

    assert [folded(rows(number)).folded for number in (LONG, LONG + 1)] == [False, True]
    assert cut(range(LISTED)) == []
    (note,) = cut(range(LISTED + 1))
    assert isinstance(note, Paragraph)


def test_a_column_is_empty_only_if_all_its_cells_are() -> None:
    columns = tuple(TableColumn(words(name)) for name in ("A", "B", "C"))
    table = Table(words("T"), columns, ((words("x"), (), ()), (words("y"), (), words("z"))))
    assert grid(without_empty(table)) == [["A", "C"], ["x", ""], ["y", "z"]]
