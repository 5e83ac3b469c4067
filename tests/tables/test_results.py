"""Results: what may be added and what may not."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_cases import Case, Cases
from small_iati import activity, rows, split

from grutto.errors import UnitError
from grutto.model.quantity import Quantity

if TYPE_CHECKING:
    from grutto.measures.session import Session

cases = Cases()


def period(value: str, start: str = "2010-01-01", end: str = "2010-12-31", inside: str = "") -> str:
    days = f'<period-start iso-date="{start}"/><period-end iso-date="{end}"/>'
    return f'<period>{days}<actual value="{value}">{inside}</actual></period>'


TITLE = "<title><narrative>Returns</narrative></title>"


def reference(code: str, uri: str = "urn:grutto:indicator", vocabulary: str = "99") -> str:
    address = f' indicator-uri="{uri}"' if uri else ""
    return f'<reference vocabulary="{vocabulary}"{address} code="{code}"/>'


def result(*periods: str, unit: str = "person", measure: str = "1", adds: str = "1", code: str = "returns") -> str:
    references = (reference(code), reference(unit, "urn:grutto:unit"))
    return of_results(indicator(*references, *periods, measure=measure), adds=adds)


def indicator(*inside: str, measure: str = "1", title: str = "Returns", description: str = "") -> str:
    words = f"<title><narrative>{title}</narrative></title>"
    words += f"<description><narrative>{description}</narrative></description>" if description else ""
    return f'<indicator measure="{measure}">{words}{"".join(inside)}</indicator>'


def of_results(*indicators: str, adds: str = "1") -> str:
    return f'<result type="1" aggregation-status="{adds}">{TITLE}{"".join(indicators)}</result>'


def quarters(*values: int, year: int = 2010) -> list[str]:
    days = (("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31"))
    return [period(str(v), f"{year}-{a}", f"{year}-{b}") for v, (a, b) in zip(values, days, strict=True)]


def achieved(session: Session) -> dict[object, Decimal | None]:
    return split(session, "achieved", "indicator")


def counted(*periods: str) -> Case:
    return cases.add(activity("A", result(*periods)))


@cases.of(activity("A", result(period("10"))), activity("B", result(period("5"))))
def test_same_indicator_and_unit_add_up(session: Session) -> None:
    assert achieved(session) == {"returns": Decimal(15)}


@cases.of(activity("A", result(period("10"), adds="0")), activity("B", result(period("5"))))
def test_not_without_the_publishers_word(session: Session) -> None:
    assert achieved(session) == {"returns": Decimal(5)}


@pytest.mark.parametrize(
    "session",
    [
        counted(period("10", end="2010-06-30"), period("25")),
        counted(period("10", end="2010-06-30"), period("15", "2010-07-01")),
    ],
    indirect=True,
)
def test_cumulative_series_counts_its_latest_period(session: Session) -> None:
    """10 by June, 25 by December: 25 in all, not 35. Two half years by themselves add up."""
    assert achieved(session) == {"returns": Decimal(25)}


@cases.of(
    activity(
        "A",
        result(period("10"), period("4", inside='<dimension name="sex" value="f"/>')),
        result(period("80"), unit="percent", measure="2", code="share"),
        result(period("n/a"), code="words"),
    )
)
def test_parts_percentages_and_words_count_nothing(session: Session) -> None:
    assert split(session, "achieved", "indicator") == {"returns": Decimal(10), "words": None}
    why = {r["not_counted_because"] for r in rows(session, "indicator_value", "not_counted_because", counted=False)}
    (words,) = [f for at, f in session.book.breakdown("achieved", "indicator") if at["indicator"] == "words"]
    assert why == {"part-of-total", "never-added"}
    assert words.reasons == (("not-a-number|text=n/a", 1),)


@pytest.mark.parametrize(
    ("session", "value"),
    [
        (counted(*quarters(20, 20, 20, 20), period("100")), 100),
        (counted(*quarters(20, 20, 20, 20), period("n/a")), 80),
    ],
    indirect=["session"],
)
def test_a_year_and_its_quarters_are_the_year(session: Session, value: int) -> None:
    """20 + 20 + 20 + 20 = 80 in the quarters and 100 in the year: 100 in all, not 180."""
    assert achieved(session) == {"returns": value}


@cases.of(activity("A", result(period("60", end="2010-09-30"), period("70", "2010-07-01"))))
def test_periods_that_overlap_otherwise_are_not_added(session: Session) -> None:
    """January to September 60 and July to December 70 hold the summer twice: neither 130 nor one of them is right."""
    figure = session.book.measure("achieved", indicator="returns")
    assert (figure.value, figure.reasons) == (None, (("overlaps", 2),))
    assert {f.value for _, f in session.book.breakdown("actual")} == {Decimal(60), Decimal(70)}


@cases.of(
    activity("A", result(period("10", "2019-01-01", "2019-12-31"), period("25", "2019-01-01", "2020-12-31"))),
    activity("B", result(period("5", "2020-01-01", "2020-12-31"))),
)
def test_two_years_together_neither_hide_the_first_nor_leak_into_it(session: Session) -> None:
    """10 in 2019, 25 in 2019 and 2020 together: 10 in 2019; what was done in 2020 alone nobody says."""
    assert session.book.measure("achieved", indicator="returns", year=2019).value == 10
    assert session.book.measure("achieved", indicator="returns", year=2020, span="one year").value == 5
    assert session.book.measure("achieved", indicator="returns", year=2020, span="several years").value == 25
    several = session.book.measure("achieved", indicator="returns", year=2020)
    assert (several.value, several.reasons) == (None, (("apart|dimensions=span", 1),))
    assert session.book.measure("achieved", indicator="returns").value is None, "years are not added"


@cases.of(activity("A", result(period("10"), period("10"))))
def test_the_same_period_twice_counts_once(session: Session) -> None:
    assert achieved(session) == {"returns": Decimal(10)}
    assert [f.value for _, f in session.book.breakdown("actual")] == [Decimal(10)]


@cases.of(activity("A", result(period("10"), period("12"))))
def test_the_same_period_with_two_values_never_counts(session: Session) -> None:
    (figure,) = [f for _, f in session.book.breakdown("actual")]
    assert (figure.value, figure.reasons) == (None, (("values-differ", 2),))
    assert session.book.measure("achieved", indicator="returns").value is None


def by_part(*parts: tuple[str, str]) -> str:
    days = '<period-start iso-date="2010-01-01"/><period-end iso-date="2010-12-31"/>'
    return f"<period>{days}{''.join(f'<actual value="{v}">{inside}</actual>' for v, inside in parts)}</period>"


def sex(value: str) -> str:
    return f'<dimension name="Sex" value="{value}"/>'


@pytest.mark.parametrize(
    ("session", "count", "value"),
    [
        (counted(by_part(("4", sex("female")), ("6", sex("Male")))), 2, 10),
        (counted(by_part(("4", sex("f")), ("6", sex("m")), ("3", '<dimension name="age" value="0-17"/>'))), 3, 10),
        (counted(by_part(("4", sex("female")))), 1, None),
        (counted(by_part(("4", sex("women")), ("6", sex("men")))), 2, None),
        (counted(by_part(("4", sex("female")), ("6", sex("male")), ("1", sex("other")))), 3, None),
        (counted(by_part(("4", sex("female")), ("n/a", sex("male")))), 2, None),
        (counted(by_part(("4", '<location ref="L1"/>'), ("6", '<location ref="L2"/>'))), 2, None),
        (counted(by_part(("4", sex("female") + '<dimension name="age" value="0-17"/>'), ("6", sex("male")))), 2, None),
    ],
    indirect=["session"],
)
def test_parts_make_a_whole_only_where_they_are_complete(session: Session, count: int, value: int | None) -> None:
    """Female and male are everybody; women and men are not, nor are two places or one age group."""
    figure = session.book.measure("actual", indicator="returns")
    assert figure.value == value
    assert session.book.measure("achieved", indicator="returns").value == value
    assert session.book.measure("reported_values").value == count
    if value is None:
        assert figure.reasons == (("parts-only", 1),)


@cases.of(activity("A", result(by_part(("40", sex("female")), ("60", sex("male"))), unit="percent", measure="2")))
def test_percentages_of_two_sexes_make_no_whole(session: Session) -> None:
    assert session.book.measure("actual", indicator="returns").value is None


@cases.of(
    activity(
        "A",
        of_results(
            indicator(period("10"), title="Number of people", description="Trained"),
            indicator(period("1000"), title="Number of people", description="Reached by radio"),
            *[indicator(period(v), title="Number of people") for v in ("7", "8")],
        ),
    ),
    activity("B", of_results(indicator(period("5"), title="Number of people", description="Trained"))),
)
def test_one_title_is_not_one_indicator(session: Session) -> None:
    """10 trained and 1,000 reached by radio, both called “Number of people”: never 1,010."""
    assert split(session, "achieved", "indicator") == {
        "Number of people (A)": 10,
        "Number of people (A, 2)": 1000,
        "Number of people (A, 3)": 7,
        "Number of people (A, 4)": 8,
        "Number of people (B)": 5,
    }


@cases.of(
    activity(
        "A",
        *[
            of_results(indicator(half, description="Trained"))
            for half in (period("4", end="2010-06-30"), period("6", "2010-07-01"))
        ],
    )
)
def test_the_same_words_and_unit_in_one_activity_are_one_indicator(session: Session) -> None:
    """The first half year stands under one result, the second under another: 4 + 6."""
    assert achieved(session) == {"Returns (A)": Decimal(10)}


def referring(first: str, second: str) -> Case:
    """Return the case of two activities, each with an indicator that has a reference."""
    parts = (("A", first), ("B", second))
    return cases.add(*(activity(name, of_results(indicator(ref, period("5")))) for name, ref in parts))


@pytest.mark.parametrize(
    ("session", "names"),
    [
        (referring(reference("1", "http://a.example/"), reference("1", "http://b.example/")), 2),
        (referring(reference("1", "http://a.example/"), reference("1", "http://a.example/")), 1),
        (referring(reference("10.7.2", "", "9"), reference("10.7.2", "", "9")), 1),
        (referring(reference("1", ""), reference("1", "")), 1),
    ],
    indirect=["session"],
)
def test_a_reference_is_a_list_and_a_code(session: Session, names: int) -> None:
    assert list(achieved(session).values()) == ([10] if names == 1 else [5, 5])


@cases.of(activity("A", result(period("10"))), activity("B", result(period("5"), unit="case")))
def test_persons_and_cases_stay_apart(session: Session) -> None:
    figure = session.book.measure("achieved", indicator="returns")
    assert figure.value is None
    assert figure.reasons == (("apart|dimensions=unit", 1),)


LAST_YEAR = ("2009-01-01", "2009-12-31")


@pytest.mark.parametrize(
    ("session", "change", "why"),
    [
        (
            counted(period("32680", *LAST_YEAR), period("31127", end="2010-08-31")),
            None,
            "other-length|one=2010-01-01/2010-08-31|days=243|other=2009|other_days=365",
        ),
        (counted(period("50", *LAST_YEAR), period("60")), 20, ""),
        (counted(period("50", "2009-07-01", "2010-06-30"), period("60")), None, "periods-overlap"),
    ],
    ids=["eight months", "twelve months", "overlapping"],
    indirect=["session"],
)
def test_periods_are_compared_if_they_are_of_one_length_and_apart(
    session: Session, change: int | None, why: str
) -> None:
    before, now = sorted((f for _, f in session.book.breakdown("actual")), key=lambda f: str(f.period))
    found = session.book.derive("change_percent", now, before)
    assert (session.book.derive("difference", now, before).value is None) == (found.value is None)
    assert found.value == change
    assert [reason.partition("|")[0] if why == "periods-overlap" else reason for reason, _ in found.reasons] == (
        [why] if why else []
    )


def test_adding_different_units_names_both() -> None:
    with pytest.raises(UnitError, match="person and case"):
        Quantity(Decimal(3), "person") + Quantity(Decimal(2), "case")
    with pytest.raises(UnitError, match="percent"):
        Quantity(Decimal(3), "percent") + Quantity(Decimal(2), "percent")
    assert Quantity(Decimal(3), "EUR") - Quantity(Decimal(2), "EUR") == Quantity(Decimal(1), "EUR")
    assert Quantity(None, "person") + Quantity(Decimal(2), "person") == Quantity(None, "person")


def day(type_: str, value: str) -> str:
    return f'<activity-date type="{type_}" iso-date="{value}"/>'


@cases.of(
    activity(
        "A",
        day("1", "2010-07-01"),
        day("2", "2010-10-01"),
        day("3", "2011-06-30"),
    )
)
def test_delay_in_days_of_the_year(session: Session) -> None:
    """Planned July 2010 to June 2011, begun on 1 October: 92 of 184 days of 2010 are lost, none of 2011."""
    found = rows(session, "timing", "year", "planned_days", "delay_days")
    assert [tuple(r.values()) for r in found] == [(2010, 184, 92), (2011, 181, 0)]


@pytest.mark.parametrize(
    ("session", "lost"),
    [
        (
            cases.add(
                activity("A", f'<activity-status code="{code}"/>', day("1", "2010-07-01"), day("3", "2010-12-31"))
            ),
            lost,
        )
        for code, lost in (("1", 184), ("2", None), ("5", 184))
    ],
    indirect=["session"],
)
def test_without_an_actual_start_all_days_are_lost_only_if_it_never_began(session: Session, lost: int | None) -> None:
    found = rows(session, "timing", "delay_days", "unknown_because")
    assert [(r["delay_days"], bool(r["unknown_because"])) for r in found] == [(lost, lost is None)]
