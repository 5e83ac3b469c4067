"""The chain: ministry → implementer → sub-implementer, counted once; each case with numbers worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from small_cases import Cases
from small_iati import activity, by, paid, rates, remarks, rows, split, to

from grutto.measures.chain import links, sides

if TYPE_CHECKING:
    from grutto.measures.session import Session

MINISTRY, IMPLEMENTER, LOCAL = "XM-M", "XM-I", "XM-S"


def ministry(*parts: str) -> str:
    return activity("M-1", *parts, org=MINISTRY)


def implementer(*parts: str) -> str:
    return activity("I-1", *parts, org=IMPLEMENTER)


def local(*parts: str) -> str:
    return activity("S-1", *parts, org=LOCAL)


# At 1.25 dollars a euro one day, at 1.0 another; likewise at 1.1 and 1.25.
DOLLARS = {"2010-06-01": "1.25", "2010-07-01": "1.0", "2010-08-01": "1.1", "2010-09-01": "1.25"}
cases = Cases(beside={"r.csv": rates({day: (rate, "0.8") for day, rate in DOLLARS.items()})})


def once(session: Session) -> dict[str, Any]:
    """Return spent once by activity, with the total under `all`, the status of each link and what may count twice."""
    found: dict[str, Any] = split(session, "spent_once", "iati_identifier")
    gross = session.book.measure("spent_gross").value
    netted = session.book.measure("spent_netted").value
    total = session.book.measure("spent_once").value
    assert gross is None or (netted is not None and total == gross - netted)
    links = {
        (r["provider_activity"], r["receiver_activity"]): r["status"]
        for r in rows(session, "link", "provider_activity", "receiver_activity", "status", flow="funds")
    }
    outside = session.book.measure("incoming_funds_once").value
    twice = split(session, "may_count_twice", "iati_identifier", flow="funds")
    return found | {"all": total, "links": links, "outside": outside, "twice": twice}


@cases.of(
    ministry(paid(100, inside=to("I-1"))),
    implementer(paid(100, code="1", inside=by("M-1")), paid(60, inside=to("S-1")), paid(30, code="4")),
    local(paid(60, code="1", inside=by("I-1")), paid(50, code="4")),
)
def test_three_levels_count_the_ministrys_money_once(session: Session) -> None:
    """The ministry sends 100; the implementer sends on 60 and spends 30; its partner spends 50: 240, once 100."""
    found = once(session)
    assert (found["M-1"], found["I-1"], found["S-1"], found["all"]) == (100, 0, 0, 100)
    assert found["links"] == {("M-1", "I-1"): "matched", ("I-1", "S-1"): "matched"}


@cases.of(
    ministry(paid(100, inside=to("I-1"))),
    implementer(paid(100, code="1", inside=by("M-1")), paid(90, "2010-07-01"), paid(40, "2010-08-01")),
)
def test_own_money_of_the_implementer_counts(session: Session) -> None:
    """Of 130 that leave the implementer, 100 came from the ministry: 30 are its own. The first 100 are netted."""
    found = once(session)
    assert (found["I-1"], found["all"]) == (30, 130)


@cases.of(
    ministry(paid(100, inside=to("I-1"))), implementer(paid(120, code="1", inside=by("M-1")), paid(120, code="4"))
)
def test_conflict_nets_what_both_sides_report(session: Session) -> None:
    """100 sent, 120 received, 120 spent: 100 are the same money, 20 are not explained by the ministry's rows."""
    found = once(session)
    assert (found["I-1"], found["all"]) == (20, 120)
    assert found["links"] == {("M-1", "I-1"): "conflicting"}


@cases.of(ministry(paid(100, inside=to("I-1"))), implementer(paid(70, code="4")))
def test_only_the_provider_reports_the_link(session: Session) -> None:
    found = once(session)
    assert (found["I-1"], found["all"]) == (0, 100)
    assert found["links"] == {("M-1", "I-1"): "only-provider"}


@cases.of(ministry(), implementer(paid(100, code="1", inside=by("M-1")), paid(70, code="4")))
def test_only_the_receiver_reports_the_link(session: Session) -> None:
    """The ministry's file has no row for it, so nothing else counts this money: nothing is netted."""
    found = once(session)
    assert (found["I-1"], found["all"]) == (70, 70)
    assert found["links"] == {("M-1", "I-1"): "only-receiver"}


@cases.of(implementer(paid(100, code="1", inside=by("M-9")), paid(70, inside=to("S-9"))))
def test_missing_partner_nets_nothing(session: Session) -> None:
    found = once(session)
    assert found["all"] == 70
    assert set(found["links"].values()) == {"partner-missing"}


@cases.of(implementer(paid(100, code="1", inside=by("I-1")), paid(70, inside=to("I-1"))))
def test_self_reference_nets_nothing(session: Session) -> None:
    found = once(session)
    assert found["all"] == 70
    assert found["links"] == {("I-1", "I-1"): "self"}


@cases.of(
    activity("A", paid(100, "2010-06-01", inside=to("B")), org=MINISTRY),
    activity("B", paid(100, "2010-07-01", inside=to("A")), org=IMPLEMENTER),
)
def test_circle_is_cut_at_the_later_one(session: Session) -> None:
    """A sends 100 to B in June, B sends 100 back in July: the money that moved first counts."""
    found = once(session)
    assert (found["A"], found["B"], found["all"]) == (100, 0, 100)
    assert found["links"] == {("A", "B"): "only-provider", ("B", "A"): "circle"}


@cases.of(
    ministry(paid(100)),
    activity("X", paid(100, code="1", inside=by("M-1")), paid(100, code="4"), org="XM-X"),
    activity("Y", paid(100, code="1", inside=by("M-1")), paid(100, code="4"), org="XM-Y"),
)
def test_two_partners_claim_the_same_money(session: Session) -> None:
    """100 sent to nobody by name; two partners say they got 100 each: in all 100 are the same money, half for each."""
    found = once(session)
    assert (found["X"], found["Y"], found["all"]) == (50, 50, 200)
    assert found["links"] == {("M-1", "X"): "contested", ("M-1", "Y"): "contested"}


@cases.of(
    ministry(paid(100, inside=to("X"))),
    activity("X", paid(100, code="1", inside=by("M-1")), paid(100, code="4"), org="XM-X"),
    activity("Y", paid(100, code="1", inside=by("M-1")), paid(100, code="4"), org="XM-Y"),
)
def test_named_partner_keeps_its_money_when_another_claims_it(session: Session) -> None:
    found = once(session)
    assert (found["X"], found["Y"], found["all"]) == (0, 100, 200)
    assert found["links"] == {("M-1", "X"): "matched", ("M-1", "Y"): "only-receiver"}


@cases.of(
    ministry(paid(100, inside=to(org=IMPLEMENTER))),
    implementer(paid(100, code="1", inside=by("M-1")), paid(80, code="4")),
)
def test_organisation_reference_finds_the_only_activity_that_names_this_one(session: Session) -> None:
    found = once(session)
    assert (found["all"], found["links"]) == (100, {("M-1", "I-1"): "matched"})


@cases.of(
    ministry(paid(100, inside=to(org=IMPLEMENTER))),
    implementer('<related-activity ref="M-1" type="3"/>', paid(80, code="4")),
)
def test_related_activity_finds_the_partner_of_an_organisation(session: Session) -> None:
    found = once(session)
    assert (found["all"], found["links"]) == (100, {("M-1", "I-1"): "only-provider"})


@cases.of(
    ministry(paid(150, inside=to(org=IMPLEMENTER)), paid(10, inside=to(org="XM-other"))),
    activity("I-1", paid(100, code="1", inside=by("M-1")), paid(100, code="4"), org=IMPLEMENTER),
    activity("I-2", paid(50, code="1", inside=by("M-1")), paid(60, code="4"), org=IMPLEMENTER),
)
def test_organisation_that_two_claimants_share_is_a_pool(session: Session) -> None:
    """150 to the organisation; its activities claim 100 and 50: each gets its own."""
    found = once(session)
    assert (found["I-1"], found["I-2"], found["all"]) == (0, 10, 170)
    assert set(found["links"].values()) == {"matched"}


def sent(value: object, day: str = "2010-06-01", **more: str) -> str:
    """A row of the ministry that names the partner's organisation only."""
    return paid(value, day, inside=to(org=LOCAL), **more)


def got(value: object, day: str = "2010-06-01", **more: str) -> str:
    """A row of the partner that names the ministry's organisation only."""
    return paid(value, day, code="1", inside=by(org=MINISTRY), **more)


@cases.of(ministry(sent(80)), local(got(80), paid(80, code="4")))
def test_rows_that_name_organisations_only_are_of_the_only_two_activities(session: Session) -> None:
    """The ministry sends 80 to the partner's organisation, its only activity got 80 of the ministry's: 80, not 160."""
    found = once(session)
    assert (found["M-1"], found["S-1"], found["all"], found["outside"]) == (80, 0, 80, 0)
    assert found["links"] == {("M-1", "S-1"): "matched"}


@cases.of(ministry(sent(100), sent(-20, "2010-09-01")), local(got(100), got(-20, "2010-09-01"), paid(80, code="4")))
def test_refunds_between_organisations_have_their_sign(session: Session) -> None:
    """100 sent and 20 sent back: 80 of it spent."""
    found = once(session)
    assert (found["M-1"], found["S-1"], found["all"]) == (80, 0, 80)


@cases.of(
    ministry(sent(100)), local(got(60), paid(60, code="4")), activity("S-2", got(40), paid(50, code="4"), org=LOCAL)
)
def test_several_partners_claim_what_their_organisation_was_sent(session: Session) -> None:
    """Of 100 to the organisation its activities got 60 and 40; the second spends 50: 10 are its own."""
    found = once(session)
    assert (found["S-1"], found["S-2"], found["all"]) == (0, 10, 110)
    assert found["links"] == {("M-1", "S-1"): "matched", ("M-1", "S-2"): "matched"}


@cases.of(
    ministry(sent(120)),
    *[
        activity(name, paid(n, code="1", inside=by("M-1")), paid(n, code="4"), org=LOCAL)
        for name, n in (("S-1", 100), ("S-2", 10))
    ],
    activity("S-3", got(30), paid(30, code="4"), org=LOCAL),
)
def test_claims_by_organisation_take_what_claims_by_activity_leave(session: Session) -> None:
    """120 to the organisation; two that name the ministry's activity got 100 and 10; the third, by organisation,
    says 30: 10 are left for it."""
    found = once(session)
    assert (found["S-1"], found["S-2"], found["S-3"], found["all"]) == (0, 0, 20, 140)
    assert found["links"]["M-1", "S-3"] == "contested"


@cases.of(ministry(sent(80), paid(50)), local(got(100), paid(100, code="4")))
def test_a_claim_by_organisation_takes_nothing_that_names_nobody(session: Session) -> None:
    """80 to the organisation and 50 to nobody; the partner got 100 of the ministry: 80 are the same."""
    found = once(session)
    assert (found["S-1"], found["all"], found["links"]) == (20, 150, {("M-1", "S-1"): "conflicting"})


@cases.of(
    ministry(sent(100), sent(-20, "2010-09-01")),
    activity("M-2", sent(60), org=MINISTRY),
    local(got(160), got(-20, "2010-09-01"), paid(140, code="4")),
)
def test_several_that_sent_to_the_only_partner_share_what_it_got(session: Session) -> None:
    """100 less a refund of 20, and 60, to the organisation; its only activity got 160 and sent 20 back: 80 and 60."""
    found = once(session)
    assert (found["M-1"], found["M-2"], found["S-1"], found["all"]) == (80, 60, 0, 140)
    assert set(found["links"].values()) == {"matched"}


@cases.of(ministry(sent(80)), activity("M-2", sent(40), org=MINISTRY), local(got(90), paid(120, code="4")))
def test_several_that_sent_more_than_the_only_partner_got_net_what_it_got(session: Session) -> None:
    """80 and 40 sent, 90 got, 120 spent: 60 and 30 are the same, and the partner's own are 30."""
    assert split(session, "spent_once", "iati_identifier") == {"M-1": 80, "M-2": 40, "S-1": 30}
    matched = split(session, "link_matched", "provider_activity", flow="funds")
    assert matched == {"M-1": 60, "M-2": 30}
    link = links(session)[0]
    assert [row["value"] for row in sides(session, link)] == [80, 90]
    assert session.book.measure("incoming_funds_once").value == 0


@cases.of(
    ministry(sent(80)),
    activity("M-2", sent(40), org=MINISTRY),
    local(got(70), paid(70, code="4")),
    activity("S-2", got(30), paid(10, code="4"), org=LOCAL),
)
def test_several_on_both_sides_are_told_and_nothing_is_netted(session: Session) -> None:
    """80 and 40 sent, 70 and 30 got, of which 70 and 10 are spent: 80 may count twice."""
    assert session.book.measure("spent_once").value == 200
    assert split(session, "may_count_twice", "iati_identifier", flow="funds") == {"S-1": 70, "S-2": 10}
    assert not rows(session, "link", "status")
    assert len(remarks(session, "chain.organisations")) == 2


@cases.of(
    ministry(sent(20)),
    activity("M-2", sent(10), org=MINISTRY),
    local(got(70), paid(70, code="4")),
    activity("S-2", got(30), paid(30, code="4"), org=LOCAL),
)
def test_several_in_doubt_share_what_was_sent(session: Session) -> None:
    """20 and 10 sent, 70 and 30 got and spent: of 30, 21 and 9 may count twice."""
    found = once(session)
    assert found["twice"] == {"S-1": 21, "S-2": 9}


@cases.of(
    ministry(sent(150)),
    local(got(50), paid(50, code="4")),
    activity("S-2", paid(100, code="1", inside=by("M-1")), paid(100, code="4"), org=LOCAL),
)
def test_what_another_claims_by_activity_is_left_to_it_and_told(session: Session) -> None:
    """All 150 to the organisation are of the one that names the ministry's activity, and says 100; another of the
    organisation says 50: they may count twice."""
    found = once(session)
    assert (found["S-2"], found["S-1"], found["all"], found["twice"]) == (0, 50, 200, {"S-1": 50})


@pytest.mark.parametrize(
    ("session", "total", "twice"),
    [
        (
            cases.add(ministry(sent(80)), local(got(80, "2015-06-01"), paid(80, "2015-07-01", code="4"))),
            160,
            {"S-1": 80},
        ),
        (cases.add(ministry(sent(80)), local(got(80, "2011-01-05"), paid(80, "2011-07-01", code="4"))), 80, {}),
    ],
    indirect=["session"],
)
def test_organisations_years_apart_are_told_and_not_linked(session: Session, total: int, twice: dict[str, int]) -> None:
    """Sent in 2010 and got in 2015: whether it is the same money, nobody knows. In 2011 it is."""
    found = once(session)
    assert (found["all"], found["twice"]) == (total, twice)


@cases.of(
    ministry(sent(80), paid(30, "2010-08-01", code="1", inside=by(org=LOCAL))),
    local(got(80), paid(30, "2010-08-01", inside=to(org=MINISTRY)), paid(50, code="4")),
)
def test_organisations_that_pay_each_other_are_cut_as_a_circle(session: Session) -> None:
    """80 down in June, 30 of it back in August, both by organisation only: 80 left the ministry first."""
    found = once(session)
    assert (found["all"], found["links"]["S-1", "M-1"]) == (80, "circle")


@cases.of(
    ministry(paid(80, inside=to(org=MINISTRY))),
    activity("M-2", paid(80, code="1", inside=by(org=MINISTRY)), paid(80, code="4"), org=MINISTRY),
)
def test_an_organisation_that_names_itself_links_nothing(session: Session) -> None:
    found = once(session)
    assert (found["all"], found["links"]) == (160, {})


@cases.of(
    ministry(paid(60, "2010-11-01", inside=to("I-1")), paid(40, "2010-12-01", inside=to("I-1"))),
    implementer(paid(100, "2011-01-05", code="1", inside=by("M-1")), paid(100, "2010-10-01", code="4")),
)
def test_different_days_on_both_sides_are_one_flow(session: Session) -> None:
    """Sent in two parts in 2010, received as one in 2011, spent before it came: still the same money."""
    found = once(session)
    assert (found["all"], found["links"]) == (100, {("M-1", "I-1"): "matched"})


@cases.of(
    ministry(*[paid(100, f"{year}-01-01", inside=to("I-1")) for year in (2010, 2011)]),
    implementer(
        *[paid(100, f"{year}-02-01", code="1", inside=by("M-1")) for year in (2010, 2011)],
        paid(120, "2010-05-01", code="4"),
        paid(100, "2011-05-01", code="4"),
    ),
)
def test_what_came_and_went_in_one_year_is_netted_first(session: Session) -> None:
    """100 came in 2010 and in 2011; 120 left in 2010, 100 in 2011: the implementer's own 20 belong to 2010."""
    assert split(session, "spent_once", "year", iati_identifier="I-1") == {2010: Decimal(20), 2011: Decimal(0)}


@cases.of(
    ministry(paid(100, inside=to("I-1"))),
    implementer(paid(120, code="1", inside=by("M-1"), currency="USD"), paid(120, code="4", currency="USD")),
)
def test_different_currencies_match_within_the_movement_of_rates(session: Session) -> None:
    """100 euros sent; 120 dollars received at 1.25, which is 96 euros: 4 % apart. 96 euros are spent: all is netted."""
    found = once(session)
    assert (found["all"], found["links"]) == (100, {("M-1", "I-1"): "matched-by-rate"})


@cases.of(
    ministry(paid(110, "2010-08-01", inside=to("I-1"), currency="USD")),
    implementer(
        paid(110, "2010-09-01", code="1", inside=by("M-1"), currency="USD"),
        paid(110, "2010-09-01", code="4", currency="USD"),
    ),
)
def test_the_same_dollars_at_two_rates_are_matched(session: Session) -> None:
    """110 dollars are 100 euros in August and 88 in September; the ministry's 100 count."""
    found = once(session)
    assert (found["all"], found["links"]) == (100, {("M-1", "I-1"): "matched"})


def dollars(sent: int, received: int, *more: str) -> tuple[str, str]:
    """A ministry sends dollars at 1.25, its partner reports and spends them at 1.0: 100 are 80 and 100 euros."""
    return (
        ministry(paid(sent, "2010-06-01", inside=to("I-1"), currency="USD"), *more),
        implementer(
            paid(received, "2010-07-01", code="1", inside=by("M-1"), currency="USD"),
            paid(received, "2010-07-01", code="4", currency="USD"),
        ),
    )


@pytest.mark.parametrize(
    ("session", "own", "total"),
    [
        (cases.add(*dollars(100, 105)), 25, 105),
        (cases.add(*dollars(100, 96)), Decimal("19.2"), Decimal("99.2")),
    ],
    indirect=["session"],
)
def test_equal_currencies_are_compared_in_that_currency(session: Session, own: Any, total: Any) -> None:
    """Of 105 dollars 100 are the ministry's 80 euros: 105 − 80 are left. Of 96, 96 ÷ 100 × 80 = 76.8: 19.2 are left."""
    found = once(session)
    assert (found["M-1"], found["I-1"], found["all"]) == (80, own, total)
    assert found["links"] == {("M-1", "I-1"): "conflicting"}


@cases.of(*dollars(100, 100, paid(50)))
def test_who_reports_the_dollars_sent_claims_nothing_else(session: Session) -> None:
    """100 dollars are 80 euros where they left and 100 where they came: the 50 sent to nobody are of nobody."""
    found = once(session)
    assert (found["I-1"], found["all"], found["links"]) == (20, 150, {("M-1", "I-1"): "matched"})


@cases.of(*dollars(100, 120, paid(50)))
def test_what_was_claimed_beyond_the_dollars_sent_has_the_receivers_rate(session: Session) -> None:
    """Of 120 dollars 100 were sent; 20 more, 20 euros, are of the 50 sent to nobody: 80 + 20 of 120 are netted."""
    found = once(session)
    assert (found["I-1"], found["all"], found["links"]) == (20, 150, {("M-1", "I-1"): "matched"})


@cases.of(
    ministry(paid(100, inside=to("I-1")), paid(50, inside=to("I-1"), currency="USD")),
    implementer(
        paid(90, code="1", inside=by("M-1")),
        paid(60, code="1", inside=by("M-1"), currency="USD"),
        paid(150, code="4"),
    ),
)
def test_two_currencies_on_both_sides_are_compared_one_by_one(session: Session) -> None:
    """100 euros and 50 dollars (40 euros) sent; 90 euros and 60 dollars came: 90 + 40 are the same."""
    found = once(session)
    assert (found["I-1"], found["all"]) == (20, 160)
    assert found["links"] == {("M-1", "I-1"): "conflicting"}


@cases.of(ministry(paid(100, inside=to("I-1"), currency="XYZ")), implementer(paid(70, code="4")))
def test_unknown_amount_stays_unknown(session: Session) -> None:
    figure = session.book.measure("spent_once", year=2010)
    assert (figure.value, figure.unknown) == (Decimal(70), 1)


@cases.of(
    ministry(paid(100, inside=to("I-1"))),
    implementer(paid(100, code="1", inside=by("M-1")), paid(100, code="4"), paid(-20, "2010-09-01", code="4")),
)
def test_refund_reduces_what_there_is_to_net(session: Session) -> None:
    """100 in; 100 out and 20 back: 80 left, all of it from the ministry. Netted 80: 100 + 80 − 80 = 100."""
    found = once(session)
    assert (found["I-1"], found["all"]) == (0, 100)


@cases.of(
    activity("P", '<related-activity ref="C1" type="2"/>', paid(100), attributes='hierarchy="1"'),
    activity("C1", paid(60), attributes='hierarchy="2"'),
    activity("C2", '<related-activity ref="P" type="1"/>', paid(30), attributes='hierarchy="2"'),
)
def test_levels_of_one_publisher_count_the_deepest(session: Session) -> None:
    """The parent repeats 100 of its children's 60 + 30: 10 are its own."""
    found = once(session)
    assert (found["P"], found["C1"], found["C2"], found["all"]) == (10, 60, 30, 100)


@cases.of(
    activity("P", '<related-activity ref="C" type="2"/>', paid(100, inside=to("C")), attributes='hierarchy="1"'),
    activity("C", paid(100), attributes='hierarchy="2"'),
)
def test_parent_that_pays_its_child_is_netted_once(session: Session) -> None:
    """The parent sends 100 to its child, which spends 100: a chain, not a repetition."""
    found = once(session)
    assert found["all"] == 100


def level(name: str, parent: str, *parts: str, attributes: str = "") -> str:
    return activity(name, f'<related-activity ref="{parent}" type="1"/>', *parts, attributes=attributes)


@pytest.mark.parametrize(
    "session",
    [
        cases.add(activity("P", paid(100)), level("C", "P", *middle), level("G", "C", paid(100)))
        for middle in ((), (paid(30),))
    ],
    ids=["empty", "partial"],
    indirect=True,
)
def test_family_counts_at_the_level_that_reports_most(session: Session) -> None:
    """Parent and grandchild report the same 100, between them nothing or 30 of it: 100, not 200 or 170."""
    found = once(session)
    assert (found["P"], found["G"], found["all"]) == (0, 100, 100)


@cases.of(activity("P", paid(100)), level("C", "P", paid(100)))
def test_families_need_no_hierarchy_attribute(session: Session) -> None:
    assert once(session)["all"] == 100


@cases.of(level("A", "B", paid(100)), level("B", "A", paid(100)))
def test_family_that_names_itself_in_a_circle_counts_once(session: Session) -> None:
    """Each calls the other its parent: the first by identifier is the child, and 100 count once."""
    assert once(session)["all"] == 100


@cases.of(
    activity("P", paid(100), attributes='hierarchy="1"'),
    activity("C", '<related-activity ref="P" type="2"/>', paid(60), attributes='hierarchy="2"'),
)
def test_levels_decide_who_is_above_where_both_are_given(session: Session) -> None:
    """The child at level 2 calls the activity at level 1 its child: the level is right."""
    found = once(session)
    assert (found["P"], found["C"], found["all"]) == (40, 60, 100)


@cases.of(activity("P", paid(100, inside=to("C"))), level("C", "P"), level("G", "C", paid(100)))
def test_parent_that_pays_a_child_which_passes_on_nothing_counts_at_the_grandchild(session: Session) -> None:
    """100 to the child on paper, spent by the grandchild: one publisher's 100."""
    found = once(session)
    assert (found["P"], found["G"], found["all"]) == (0, 100, 100)


@cases.of(ministry(paid(100, inside=to("P"))), activity("P"), level("C", "P", paid(70)), level("D", "P", paid(50)))
def test_what_was_sent_to_a_parent_is_netted_where_its_children_spend_it(session: Session) -> None:
    """The ministry sends 100 to a programme; its projects spend 70 and 50, of which 20 are its own."""
    found = once(session)
    assert (found["M-1"], found["all"]) == (100, 120)
    assert found["C"] + found["D"] == 20


@cases.of(
    ministry(paid(100, inside=to("I-1"))),
    implementer(paid(100, code="1", inside=by("M-1")), paid(60, inside=to("S-1")), paid(35, "2010-07-01", code="4")),
    local(paid(95, code="1", inside=by("I-1")), paid(95, code="4")),
)
def test_over_claim_is_not_covered_from_the_providers_own_costs(session: Session) -> None:
    """100 in; 60 to the partner and 35 of own cost; the partner claims 95 and spends them: 60 are the same money."""
    found = once(session)
    assert (found["I-1"], found["S-1"], found["all"]) == (0, 35, 135)
    assert found["links"] == {("M-1", "I-1"): "matched", ("I-1", "S-1"): "conflicting"}


@cases.of(
    ministry(paid(100, code="4", inside=to(org=LOCAL))),
    local(paid(100, code="1", inside=by("M-1")), paid(100, code="4")),
)
def test_expenditure_that_names_its_receiver_can_be_claimed(session: Session) -> None:
    found = once(session)
    assert (found["S-1"], found["all"]) == (0, 100)


DOWN, BACK = "2010-05-01", "2011-05-01"


@cases.of(
    ministry(paid(100, DOWN, inside=to("I-1")), paid(-20, BACK, inside=to("I-1"))),
    implementer(
        paid(100, DOWN, code="1", inside=by("M-1")),
        paid(-20, BACK, code="1", inside=by("M-1")),
        paid(100, DOWN, inside=to("S-1")),
        paid(-20, BACK, inside=to("S-1")),
    ),
    local(
        paid(100, DOWN, code="1", inside=by("I-1")),
        paid(-20, BACK, code="1", inside=by("I-1")),
        paid(80, DOWN, code="4"),
    ),
)
def test_refund_up_the_chain_is_netted_with_its_sign(session: Session) -> None:
    """100 down the chain in 2010, 20 back up in 2011, at every link: 100 left in 2010, 20 came back in 2011."""
    assert split(session, "spent_once", "year") == {2010: Decimal(100), 2011: Decimal(-20)}
    assert split(session, "spent_once", "iati_identifier") == {"M-1": 80, "I-1": 0, "S-1": 0}


@cases.of(
    ministry(paid(-20, inside=to("I-1"))), implementer(paid(-20, code="1", inside=by("M-1")), paid(-20, code="4"))
)
def test_refund_of_an_earlier_year_alone_is_netted_with_its_sign(session: Session) -> None:
    """20 come back through both; what they are of stands in no file: −20, not −40."""
    found = once(session)
    assert (found["M-1"], found["I-1"], found["all"]) == (-20, 0, -20)


@cases.of(
    ministry(paid(100, inside=to("I-1"))),
    implementer(paid(100, code="1", inside=by("M-1")), paid(100), paid(-20, "2011-05-01")),
)
def test_refund_that_stays_with_the_implementer_moves_no_money_of_the_ministry(session: Session) -> None:
    """100 left the ministry in 2010; of it 20 came back to the implementer in 2011, who has them: 100 and nothing."""
    assert split(session, "spent_once", "year") == {2010: Decimal(100), 2011: Decimal(0)}


@cases.of(
    ministry(paid(100, inside=to("I-1"))),
    implementer(paid(100, code="1", inside=by("M-1")), paid(130), paid(-20, "2010-09-01")),
)
def test_own_money_is_refunded_first(session: Session) -> None:
    """130 out, of which 30 are its own; 20 of it back: 10 of its own are left."""
    found = once(session)
    assert (found["I-1"], found["all"]) == (10, 110)


def part(role: str, activity_id: str, org: str) -> str:
    return f'<participating-org role="{role}" ref="{org}" activity-id="{activity_id}"/>'


@cases.of(
    ministry(part("4", "I-1", IMPLEMENTER), paid(100, inside=to(org=IMPLEMENTER))),
    implementer(paid(80, code="4")),
    activity("I-2", paid(5, code="4"), org=IMPLEMENTER),
)
def test_participating_organisation_names_the_activity(session: Session) -> None:
    """The row names the organisation, participating-org its activity."""
    found = once(session)
    assert (found["I-1"], found["all"]) == (0, 105)
    assert found["links"] == {("M-1", "I-1"): "only-provider"}


@cases.of(ministry(paid(100)), implementer(part("1", "M-1", MINISTRY), paid(100, code="1"), paid(100, code="4")))
def test_rows_that_name_nobody_are_of_the_only_participant(session: Session) -> None:
    """Neither row names the other; the implementer says who funds it."""
    found = once(session)
    assert (found["I-1"], found["all"]) == (0, 100)


@cases.of(
    ministry(part("4", "I-1", IMPLEMENTER), part("4", "S-1", LOCAL), paid(100)),
    implementer(paid(80, code="4")),
    local(paid(20, code="4")),
)
def test_rows_that_name_nobody_stay_open_with_two_participants(session: Session) -> None:
    found = once(session)
    assert (found["all"], found["links"]) == (200, {})


def below(parent: str, name: str, org: str, *parts: str) -> str:
    return activity(name, f'<related-activity ref="{parent}" type="1"/>', *parts, org=org)


@cases.of(
    ministry(paid(100), paid(20, "2011-06-01")),
    below("M-1", "I-1", IMPLEMENTER, paid(60, code="4")),
    below("M-1", "S-1", LOCAL, paid(50, code="1", inside=by("ELSEWHERE-1")), paid(80, code="4")),
)
def test_parent_of_another_publisher_sent_what_no_income_explains(session: Session) -> None:
    """100 to nobody by name in 2010, 20 in 2011; two that call the activity their parent spend 60, and 80 of which
    50 came from elsewhere: 60 + 30 of 120 are of the ministry."""
    assert split(session, "spent_once", "iati_identifier") == {"M-1": 120, "I-1": 0, "S-1": 50}
    assert split(session, "link_matched", "status", flow="funds")["related"] == 90


@cases.of(
    ministry(paid(100)),
    activity("X", paid(40, code="1", inside=by("M-1")), paid(40, code="4"), org="XM-X"),
    below("M-1", "I-1", IMPLEMENTER, paid(90, code="4")),
    below("M-1", "S-1", LOCAL, paid(30, code="4")),
)
def test_related_ones_share_what_rows_do_not_claim(session: Session) -> None:
    """Of 100 to nobody by name, a row claims 40; those below spend 90 and 30: 45 and 15 of the 60 that are left."""
    found = once(session)
    assert (found["X"], found["I-1"], found["S-1"], found["all"]) == (0, 45, 15, 160)
    assert found["links"]["M-1", "I-1"] == "related"


@cases.of(ministry(paid(100)), below("M-1", "P", "XM-T-1"), level("C", "P", paid(70)))
def test_family_below_a_parent_of_another_publisher_is_netted_where_it_spends(session: Session) -> None:
    """The programme of another publisher reports nothing itself, its project 70 of the ministry's 100."""
    found = once(session)
    assert (found["C"], found["all"]) == (0, 100)


BOTH = '<related-activity ref="M-1" type="1"/><related-activity ref="I-1" type="1"/>'


@cases.of(ministry(paid(100)), implementer(paid(100)), activity("C", BOTH, paid(50, code="4"), org=LOCAL))
def test_two_parents_of_other_publishers_decide_nothing_and_are_told(session: Session) -> None:
    """The ministry's and a second donor's 100 name nobody; the child of both spends 50, which may count twice."""
    assert session.book.measure("spent_once").value == 250
    assert split(session, "may_count_twice", "because", flow="funds") == {"related": 50}
    ((message, _, _),) = remarks(session, "chain.related")
    assert "I-1”, “M-1" in message
    assert "50" in message


def of_two_parents(unnamed: int) -> tuple[str, ...]:
    """A child of two parents spends 50; one disbursed so much to nobody, and what another claims."""
    return (
        ministry(paid(40 + unnamed)),
        implementer(paid(70, code="4")),
        activity("X", paid(40, code="1", inside=by("M-1")), paid(40, code="4"), org="XM-X"),
        activity("C", BOTH, paid(50, code="4"), org=LOCAL),
    )


@pytest.mark.parametrize(
    ("session", "left"),
    [
        (cases.add(*of_two_parents(0)), {}),
        (cases.add(*of_two_parents(30)), {"C": 30}),
        (cases.add(*of_two_parents(60)), {"C": 50}),
    ],
    indirect=["session"],
)
def test_no_more_may_count_twice_than_parents_have_left(session: Session, left: dict[str, int]) -> None:
    """The child of two parents spends 50. The ministry's disbursements to nobody are claimed but for 0, 30 or 60; the
    other has own costs only, which are nobody's claim."""
    assert once(session)["twice"] == left


@cases.of(ministry(paid(60)), below("M-1", "I-1", IMPLEMENTER, paid(110, code="4")))
def test_a_child_that_spends_more_than_its_parent_disbursed_has_the_rest_of_its_own(session: Session) -> None:
    """60 of the parent's 60 are netted at the child, which spends 110: the 50 beyond can be nobody else's."""
    found = once(session)
    assert (found["all"], found["twice"]) == (110, {})


@cases.of(
    ministry(paid(40)), implementer(paid(40)), *[activity(name, BOTH, paid(50, code="4"), org=LOCAL) for name in "CD"]
)
def test_two_children_in_doubt_share_what_the_parents_have_left(session: Session) -> None:
    """40 are left with each of two parents; two children of both spend 50 and 50: 80 may count twice."""
    assert once(session)["twice"] == {"C": 40, "D": 40}


@cases.of(ministry(paid(100)), below("M-1", "I-1", IMPLEMENTER, paid(100, code="1"), paid(100, code="4")))
def test_money_that_names_nobody_came_from_the_only_parent_of_another_publisher(session: Session) -> None:
    found = once(session)
    assert (found["I-1"], found["all"], found["links"]) == (0, 100, {("M-1", "I-1"): "matched"})


@cases.of(ministry(paid(100, inside=to("GONE-1"))), local(paid(80, code="1", inside=by("GONE-1")), paid(80, code="4")))
def test_missing_intermediary_is_told(session: Session) -> None:
    """The ministry sends 100 to an activity that is in no file, the partner got 80 from it: 80 may count twice."""
    assert session.book.measure("spent_once").value == 180
    ((message, repair, _),) = remarks(session, "chain.missing")
    assert "GONE-1" in message
    assert "80" in message
    assert "GONE-1" in repair


@cases.of(ministry(paid(100, inside=to("GONE-1"))), local(part("1", "GONE-1", "XM-G"), paid(80, code="4")))
def test_missing_intermediary_that_is_named_as_a_participant_is_told(session: Session) -> None:
    """No row of the partner names it; participating-org says that it funds the partner: up to 100 may count twice."""
    ((message, _, where),) = remarks(session, "chain.missing")
    assert "GONE-1" in message
    assert "100" in message
    assert where.endswith("/participating-org[1]")
