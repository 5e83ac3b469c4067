"""The report opens with what happened, in sentences made from figures and signed causes; numbers worked by hand."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_iati import activity, budget, by, one, paid, released, to

from grutto.content.blocks import Block, Heading, Items, Paragraph, Ranking, SignedText, Table
from grutto.content.display import marks
from grutto.content.wording import text_of
from grutto.locale import language_named
from grutto.measures.account import account
from grutto.model.framework import AttributionRule, BudgetLine, Framework, Priority, Reference, YearAmount
from grutto.model.judgement import Judgement
from grutto.model.ledger import LedgerEntry
from grutto.reports.context import Context
from grutto.reports.progress import progress_report
from grutto.reports.sections import finance, summary
from grutto.reports.story import story

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.content.blocks import Document, Section
    from grutto.model.ledger import EntryKind

DAY = date(2010, 1, 1)
ONE, TWO = (
    BudgetLine(
        name, {"en": name, "nl": name}, voted=(YearAmount(2010, Decimal(value), "account", inferred=name == "Aid"),)
    )
    for name, value in (("Aid", 1000), ("Work", 400))
)
FRAMEWORK = Framework(
    id="test",
    title={"en": "Test", "nl": "Toets"},
    owner="XM-T-1",
    since=DAY,
    language="en",
    reference={"account": Reference("Account", DAY, "p. 4"), "letter": Reference("Letter", DAY, "p. 9")},
    priority=(Priority("1", {"en": "One", "nl": "Een"}, "account", DAY),),
    outline=("summary", "account", "underspending", "priorities", "attribution"),
    budget_line=(ONE,),
)


def period(year: int, target: int, actual: int) -> str:
    days = f'<period-start iso-date="{year}-01-01"/><period-end iso-date="{year}-12-31"/>'
    return f'<period>{days}<target value="{target}"/><actual value="{actual}"/></period>'


def trained(*periods: str, name: str = "Trained") -> str:
    title = f"<title><narrative>{name}</narrative></title>"
    return f'<result type="1">{title}<indicator measure="1">{title}{"".join(periods)}</indicator></result>'


RUNS = '<activity-date type="2" iso-date="2009-01-01"/><activity-date type="3" iso-date="2011-06-30"/>'
FILES = one(
    activity(
        "A",
        RUNS,
        budget(600, "2010-01-01", "2010-12-31"),
        paid(200, "2009-06-01"),
        paid(250, "2010-06-01"),
        trained(period(2009, 10, 8), period(2010, 10, 12)),
    ),
    activity(
        "B", RUNS, budget(100, "2010-01-01", "2010-12-31"), paid(90), trained(period(2010, 40, 10), name="Housed")
    ),
)
CAUSE = Judgement(
    "one", "cause", "A", "A. Person", date(2011, 6, 1), {"en": "It began late."}, cause="late-start", reference="letter"
)


@contextmanager
def told(*judgements: Judgement, framework: Framework = FRAMEWORK) -> Iterator[Context]:
    with released(FILES, framework) as session:
        yield Context(session, framework, 2010, judgements)


def sentences(blocks: list[Block] | tuple[Block, ...], language: str = "en") -> list[str]:
    known = language_named(language)
    lines = [
        line
        for block in blocks
        for line in (block.lines if isinstance(block, Items) else [block.line] if isinstance(block, Paragraph) else [])
    ]
    return [text_of(line, known).replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def test_what_happened_is_told_in_sentences() -> None:
    """A: 12 of 10 is 120 %; B: 10 of 40 is 25 %: 1 of 2 targets. Of 1,000 voted, 250 + 90 = 340 was spent: −660. A
    spent 350 less than its 600. In 2009 200 was spent: 340 is +140, +70 %. 12 after 8 is +50 %."""
    with told(CAUSE) as context:
        assert sentences(story(context)) == [
            (
                "What was achieved: Targets of 2010 that were met: 1 of 2. Reached, in percent of the target: "
                "Trained (120.0 %). Furthest below the target: Housed (25.0 %)."
            ),
            (
                "Money, and where it stayed behind: For Aid, € 1,000 was voted and € 340 spent: a difference of −€ 660."
                " Most stayed unspent at A (−€ 350: late start); B (−€ 10; no cause signed)."
            ),
            (
                "What changed since the year before: € 340 was spent, counted once, after € 200: +€ 140 (+70.0 %). "
                "Rose most in number: Trained: 12, after 8 (+4, +50.0 %)."
            ),
            "What to watch: No activity was under way for the priority 1 One. End in 2011: A; B.",
        ]


def summary_of(*activities: str) -> str:
    with released(one(*activities), FRAMEWORK) as session:
        return " ".join(sentences(story(Context(session, FRAMEWORK, 2010, ()))))


def test_a_target_of_a_period_that_goes_on_is_not_yet_met_or_missed() -> None:
    """10 of 40 by the end of 2011 is below the target, and none of those that 2010 had to meet."""
    days = '<period-start iso-date="2010-01-01"/><period-end iso-date="2011-12-31"/>'
    going_on = f'<period>{days}<target value="40"/><actual value="10"/></period>'
    found = summary_of(activity("A", RUNS, trained(going_on)))
    assert "Furthest below the target: Trained (25.0 %)" in found
    assert "that were met" not in found


def test_the_largest_changes_go_both_ways() -> None:
    """By amount: −30 (75 %) before −5 (83 %), and no more; a rise from nothing has no percentage, and is not told."""
    moved = [("Few", 6, 1), ("Many", 40, 10), ("Some", 8, 4), ("Least", 8, 7), ("More", 8, 12), ("New", 0, 90)]
    named = [trained(period(2009, 10, old), period(2010, 10, new), name=name) for name, old, new in moved]
    found = summary_of(activity("A", RUNS, *named))
    assert "Rose most in number: More: 12, after 8 (+4, +50.0 %). " in found
    assert "Fell most in number: Many: 10, after 40 (−30, −75.0 %); Few: 1, after 6 (−5, −83.3 %)." in found


def test_the_signed_cause_of_an_account_stands_beside_its_difference() -> None:
    cause = replace(CAUSE, about="line:Aid/expenditure/2010", cause="lower-uptake")
    with told(cause) as context:
        found = sentences(story(context))[1]
    assert "a difference of −€ 660. Its cause, signed by A. Person: lower uptake than planned. Most stayed" in found


def reception(kind: EntryKind, days: int) -> LedgerEntry:
    """10 persons at 50 euros a day."""
    signed = (f"{kind}-{days}", kind, "2010-Q1", "A. Controller", DAY, "note")
    return LedgerEntry(*signed, country="SO", cohort="2010-Q1", persons=10, days=Decimal(days), day_rate=Decimal(50))


@pytest.mark.parametrize(
    ("actual", "drawn", "words"),
    [
        (70, 6000, "By 2010-Q1, −€ 1,000 is left of what was saved on reception: more was drawn than was saved."),
        (82, 0, "By 2010-Q1, −€ 1,000 is left of what was saved on reception: it cost more than was estimated."),
        (70, 5000, ""),
    ],
)
def test_a_savings_account_below_zero_is_to_be_watched(actual: int, drawn: int, words: str) -> None:
    """Estimated 10 × 80 × 50 = 40,000; actual 35,000 or 41,000; of 5,000 saved 6,000 or all is drawn."""
    taken = LedgerEntry("d", "drawn", "2010-Q1", "A. Controller", DAY, "note", amount=Decimal(drawn))
    entries = (reception("estimate", 80), reception("actual", actual), taken)
    with told() as context:
        watch = sentences(story(replace(context, ledger=entries)))[3]
    assert (words in watch) if words else ("saved on reception" not in watch)


def test_activities_of_partners_say_so_in_the_table_of_priorities() -> None:
    """The owner's activity has a priority, its partner's has none: it is no failure of attribution."""
    rule = AttributionRule("activity", {"reporting_org": ("XM-T-1",)}, {"en": "All."}, "1", reference="account")
    framework = replace(FRAMEWORK, attribution=(rule,))
    with released(one(activity("A", RUNS), activity("P", RUNS, org="XM-T-2")), framework) as session:
        context = Context(session, framework, 2010)
        table = next(b for b in summary.section(context).blocks if isinstance(b, Table))
    named = [text_of(row[0], language_named("en")) for row in table.rows]
    assert named == ["1 One", "Activities of partners of these, in no priority themselves"]


def test_commitments_of_each_priority_stand_beside_all_so_far() -> None:
    made = [paid(value, f"{year}-06-01", code="2") for value, year in ((200, 2009), (50, 2010), (7, 2011))]
    with released(one(activity("A", RUNS, *made)), FRAMEWORK) as session:
        context = Context(session, FRAMEWORK, 2010)
        table = next(b for b in summary.section(context).blocks if isinstance(b, Table))
    known = language_named("en")
    heads = [text_of(column.head, known) for column in table.columns]
    assert heads[2:4] == ["Committed, counted once", "With the years before"]
    assert [text_of(part, known).replace("\N{NO-BREAK SPACE}", " ") for part in table.foot[0][2:4]] == ["€ 50", "€ 250"]


def test_files_without_any_result_are_told_as_such() -> None:
    """Nothing is said of results of a year where the files hold none at all, and no activity repeats it."""
    assert "The files of this release hold no results: what was achieved cannot be told" in summary_of(activity("A"))


def test_what_is_left_of_a_budget_is_unknown_where_nothing_is_reported_as_spent() -> None:
    """With a budget of 600 and no spending at all, nothing is said of what stayed unspent; else by how much."""
    planned, other = activity("A", budget(600, "2010-01-01", "2010-12-31")), activity("B", paid(1))
    assert "unspent" not in summary_of(planned)
    assert "Most stayed unspent at A (−€ 600; nothing is reported as spent)." in summary_of(planned, other)


def test_commitments_of_the_year_stand_beside_all_so_far() -> None:
    """200 in 2009, 50 in 2010, 7 in 2011: 50 of 250 by 2010."""
    made = [paid(value, f"{year}-06-01", code="2") for value, year in ((200, 2009), (50, 2010), (7, 2011))]
    told_ = "Committed, counted once: € 50 in 2010; € 250 in all years so far, before what was spent of it."
    assert told_ in summary_of(activity("A", *made))


def test_what_others_added_is_named_beside_what_was_spent() -> None:
    """The owner pays 60 to a partner that spends 75; 10 the year before: 75 counted once, 15 of it of others."""
    found = summary_of(
        activity("A", paid(60, inside=to("B")), paid(10, "2009-06-01")),
        activity("B", paid(60, code="1", inside=by("A")), paid(75, code="4"), org="XM-T-2"),
    )
    assert (
        "Of what is counted once, € 60 left the owner of the programme; others spent € 15 beyond what was sent to them:"
        " money of their own, or of funders in no file."
    ) in found


def test_what_may_count_twice_is_told_beside_what_was_spent() -> None:
    """Two activities disburse 100 and 40 to nobody by name; the child of both spends 50, which may count twice."""
    both = '<related-activity ref="A" type="1"/><related-activity ref="D" type="1"/>'
    child = activity("B", both, paid(50, code="4"), org="XM-T-2")
    donor = activity("D", paid(40), org="XM-T-3")
    with released(one(activity("A", paid(100)), donor, child), FRAMEWORK) as session:
        context = Context(session, FRAMEWORK, 2010, ())
        lead = sentences(finance.section(context).blocks)[0]
    assert lead.startswith("In 2010 the activities spent € 190, counted once;")
    assert lead.endswith(
        "In all years up to € 50 of what they spent may count twice: no row says from which activity it came."
    )


def test_the_same_in_dutch() -> None:
    with told(CAUSE) as context:
        found = sentences(story(context), "nl")
    assert found[1].endswith("Het meeste bleef liggen bij A (−€ 350: late start); B (−€ 10; geen oorzaak ondertekend).")
    assert found[3].endswith("In 2011 lopen af: A; B.")


def section(document: Document, anchor: str) -> Section:
    return next(s for s in document.sections if s.anchor == anchor)


def test_each_budget_line_has_its_heading_and_causes_stand_once() -> None:
    framework = replace(FRAMEWORK, budget_line=(ONE, TWO))
    again = replace(CAUSE, id="two", about="B")
    with told(CAUSE, again, framework=framework) as context:
        document = progress_report(context)
    known = language_named("en")
    headings = [text_of(b.line, known) for b in section(document, "summary").blocks if isinstance(b, Heading)]
    assert headings == ["Aid", "Work"]
    tables = [b for b in section(document, "account").blocks if isinstance(b, Heading | Table)]
    assert [type(b).__name__ for b in tables] == ["Heading", "Table", "Heading", "Table"]
    said = [b for s in document.sections for p in (s, *s.parts) for b in p.blocks if isinstance(b, SignedText)]
    assert [text_of(b.by, known) for b in said] == ["A. Person · Letter, p. 9", "The same, p. 9"]


def test_what_the_sources_do_not_give_is_one_sentence() -> None:
    """Without spending the column is gone from every table; the chapter says once what it does not have."""
    silent = one(activity("A", RUNS), activity("B", RUNS))
    with released(silent, FRAMEWORK) as session:
        context = Context(session, FRAMEWORK, 2010)
        document = progress_report(context)
    summary = section(document, "summary")
    said = [text for text in sentences(summary.blocks) if text.startswith("The sources do not give")]
    assert said == ["The sources do not give: Spent by its activities, counted once; Difference; Spent, counted once."]
    (table,) = [block for block in summary.blocks if isinstance(block, Table)]
    assert [text_of(column.head, language_named("en")) for column in table.columns] == [
        "Priority",
        "Activities under way",
    ]


def test_an_inferred_amount_says_so_and_so_does_what_is_computed_from_it() -> None:
    with told(framework=replace(FRAMEWORK, budget_line=(ONE, TWO))) as context:
        ((aid,), (work,)) = (account(context, line, 2010) for line in (ONE, TWO))
        assert (marks(aid.voted), marks(work.voted)) == (["inferred"], [])
        assert "inferred" in marks(context.book.derive("thousands_up", aid.voted))


@pytest.mark.parametrize(("running", "words"), [(1, "activity was"), (2, "activities were")])
def test_number_words_agree(running: int, words: str) -> None:
    with released(one(*(activity(name, RUNS) for name in "AB"[:running])), FRAMEWORK) as session:
        context = Context(session, FRAMEWORK, 2010)
        document = progress_report(context)
    assert sentences(section(document, "summary").blocks)[0] == f"In 2010, {running} {words} under way for Test."


def test_partners_are_not_listed_as_failures_and_identifiers_stand_last() -> None:
    files = one(activity("A", RUNS), activity("P", RUNS, org="XM-T-2"))
    with released(files, FRAMEWORK) as session:
        context = Context(session, FRAMEWORK, 2010)
        document = progress_report(context)
    known = language_named("en")
    table = next(b for b in section(document, "attribution").blocks if isinstance(b, Table))
    assert [text_of(row[0], known) for row in table.rows] == ["A"]
    assert [text_of(column.head, known) for column in table.columns] == ["Activity", "Reason", "Identifier"]


def test_charts_say_of_when_they_are() -> None:
    with told() as context:
        document = progress_report(context)
    charts = [b for s in document.sections for p in (s, *s.parts) for b in p.blocks if isinstance(b, Ranking)]
    assert charts
    assert all("2010" in text_of(chart.title, language_named("en")) for chart in charts)
