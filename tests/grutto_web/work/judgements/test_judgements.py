"""From a draft to a signature and to stale: with figures chosen, never typed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from small_account import FRAMEWORK
from small_iati import activity, budget, one, paid, released

from grutto.frameworks import load
from grutto.measures.scope import Scope
from grutto.measures.session import open_release
from grutto.reports.sections import section_names
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.perform import versions as versions_of
from grutto_web.people.acts.refusals import ChangedMeanwhileError, GuardError, InvalidInputError
from grutto_web.people.roles import Role
from grutto_web.work.editions.signed_inputs import signed_inputs
from grutto_web.work.judgements.acts import Confirm, Outdate, Rewrite, Sign, TakeBack, Write
from grutto_web.work.judgements.edition_judgements import of_edition
from grutto_web.work.judgements.models import SECTIONS, Judgement, State, Survey
from grutto_web.work.judgements.survey import NOT_SECTIONS, moved, surveyed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web_people import People

    from grutto.store.home import Home

pytestmark = pytest.mark.django_db
QUERY = "spent_once priority=6 year=2010"
WRITTEN = {
    "framework": "nl-2008",
    "year": 2010,
    "kind": "assessment",
    "about": "priority:6",
    "criterion": "relevance",
    "evidence": "weak",
    "text_en": f"Of the money, [[{QUERY}]] was spent.",
    "text_nl": f"Van het geld is [[{QUERY}]] uitgegeven.",
}


def _figure(value: str) -> dict[str, Any]:
    shown = {"en": f"€ {value}", "nl": f"€ {value}"}
    return {"query": QUERY, "id": "spent_once.priority-6.year-2010", "value": value, "shown": shown}


@pytest.fixture
def survey() -> Survey:
    """The figures of a year, of one priority."""
    subject = {"about": "priority:6", "asks": "assessment", "title": {}, "required": False, "basis": None}
    found = [subject | {"figures": [_figure("100.50")]}]
    return Survey.objects.create(framework="nl-2008", year=2010, release="r", subjects=found)


@pytest.fixture
def scoped_line() -> Iterator[Scope]:
    """The account of a budget line."""
    with released(one(activity("A", paid(100, "2010-06-01"))), FRAMEWORK) as session:
        yield Scope(session, FRAMEWORK, 2010)


def _moves(survey: Survey, value: str) -> None:
    survey.subjects[0]["figures"] = [_figure(value)]
    survey.save()


def test_signed_then_stale_then_confirmed(survey: Survey, person: People) -> None:
    officer = person(Role.OFFICER, name="Olga")
    draft = perform(Write, None, officer, WRITTEN)
    assert of_edition("nl-2008", 2010) == ()
    signed = perform(Sign, draft, officer)
    (taken,) = of_edition("nl-2008", 2010)
    assert (taken.author, taken.kind, taken.criterion, taken.evidence) == ("Olga", "assessment", "relevance", "weak")
    assert taken.seen == {"spent_once.priority-6.year-2010": Decimal("100.50")}
    assert taken.id == f"judgement-{signed.pk}"
    before = signed_inputs("nl-2008", 2010).version
    assert not moved(signed)
    _moves(survey, "90")
    assert moved(signed)
    stale = perform(Outdate, signed, None)
    assert [j.id for j in of_edition("nl-2008", 2010)] == [taken.id]
    confirmed = perform(Confirm, stale, officer)
    assert confirmed.seen_values == {"spent_once.priority-6.year-2010": "90"}
    assert signed_inputs("nl-2008", 2010).version != before
    perform(TakeBack, confirmed, officer, {"reason": "Not ours to say"})
    assert of_edition("nl-2008", 2010) == ()


@pytest.mark.parametrize(
    ("text", "field"), [("We spent 5 million.", "text_en"), ("[[spent year=2009]] was spent.", "text_en")]
)
def test_a_number_is_chosen_not_typed(survey: Survey, person: People, text: str, field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        perform(Write, None, person(Role.OFFICER), WRITTEN | {field: text})
    assert list(refused.value.form.errors) == [field]


def test_said_once(survey: Survey, person: People) -> None:
    officer = person(Role.OFFICER)
    perform(Write, None, officer, WRITTEN)
    with pytest.raises(GuardError):
        perform(Write, None, officer, WRITTEN)
    perform(Write, None, officer, WRITTEN | {"criterion": "impact"})


def test_two_people_at_once(survey: Survey, person: People, client_of: Any) -> None:
    one, two = person(Role.OFFICER, name="one"), person(Role.OFFICER, name="two")
    draft = perform(Write, None, one, WRITTEN)
    perform(Rewrite, draft, two, WRITTEN | {"text_en": "Theirs."})
    with pytest.raises(ChangedMeanwhileError):
        perform(Rewrite, draft, one, WRITTEN | {"text_en": "Mine."})
    page = client_of(one).post(
        f"/en/work/judgements/{draft.pk}/change/", WRITTEN | {"text_en": "Mine.", "version": draft.version}
    )
    assert page.status_code == 409
    assert "Theirs." in page.text
    assert ">\nMine.</textarea>" in page.text
    version = page.text.split('name="version" value="', 1)[1].split('"', 1)[0]
    kept = client_of(one).post(
        f"/en/work/judgements/{draft.pk}/change/", WRITTEN | {"text_en": "Mine.", "version": version}
    )
    assert kept.status_code == 302
    assert Judgement.objects.get(pk=draft.pk).text_en == "Mine."


def test_what_was_signed_meanwhile_is_signed_once(survey: Survey, person: People, client_of: Any) -> None:
    """Pressed twice by one person it is done once; by another it is no longer possible, and says so."""
    officer, other = person(Role.OFFICER, name="one"), person(Role.OFFICER, name="two")
    draft = perform(Write, None, officer, WRITTEN)
    address, seen = f"/en/work/judgements/{draft.pk}/sign/", {"version": draft.version}
    assert client_of(officer).post(address, seen).status_code == 302
    again = client_of(officer).post(address, seen, follow=True)
    assert again.redirect_chain[-1][0] == draft.get_absolute_url()
    assert "You had done this already" in again.text
    late = client_of(other).post(address, seen)
    assert late.status_code == 409
    assert "What you wanted to do is no longer possible" in late.text
    assert len(versions_of(draft)) == 2


def test_a_figure_is_put_into_both_texts(survey: Survey, person: People, client_of: Any) -> None:
    page = client_of(person(Role.OFFICER)).post(
        "/en/work/judgements/write/assessment/", WRITTEN | {"text_en": "Spent:", "text_nl": "", "put": QUERY}
    )
    assert f"Spent: [[{QUERY}]]" in page.text
    assert Judgement.objects.count() == 0


def test_what_is_not_listed_has_no_figures_and_says_why(survey: Survey, person: People, client_of: Any) -> None:
    officer = client_of(person(Role.OFFICER))
    address = "/en/work/judgements/write/cause/?framework=nl-2008&about=X&year="
    assert "only what stands on the page of judgements has figures" in officer.get(f"{address}2010").text
    assert "have the figures of the year looked at first" in officer.get(f"{address}2009").text


def test_a_year_without_data_is_told_where_judgements_are_written(
    survey: Survey, person: People, client_of: Any
) -> None:
    survey.empty = "none-of-year|year=2010"
    survey.save()
    address = "/en/work/judgements/?framework=nl-2008&year="
    officer = client_of(person(Role.OFFICER))
    told = "would be without data, and could not be adopted: no activity, amount or result of the release falls in 2010"
    assert told in officer.get(f"{address}2010").text
    assert "without data" not in officer.get(f"{address}2009").text


def test_each_amount_of_a_budget_line_can_be_put_in(scoped_line: Scope) -> None:
    (tree,) = (tree for tree in surveyed(scoped_line) if tree["about"] == "line:line/expenditure/2010")
    assert [figure["query"].split()[0] for figure in tree["figures"]] == ["voted", "realised", "difference"]
    (tree,) = (tree for tree in surveyed(scoped_line) if tree["about"] == "line:line/receipts/2010")
    assert [figure["value"] for figure in tree["figures"]] == ["10000", "12345", "2345"]


def test_a_typed_number_is_told_while_one_writes(person: People, client_of: Any) -> None:
    officer = client_of(person(Role.OFFICER))
    headers = {"HX-Request": "true", "HX-Trigger-Name": "text_nl"}
    said = officer.post("/en/work/judgements/typed/", {"text_nl": "In 2010"}, headers=headers).text
    assert said.startswith("A number is typed here")
    assert officer.post("/en/work/judgements/typed/", {"text_nl": f"[[{QUERY}]]"}, headers=headers).text == ""


def test_the_survey_of_the_letter(home: Home) -> None:
    """Of UNHCR's budget of 2011, 42 million, nobody says what was spent: what is left is unknown, and asks nothing."""
    policy = load("nl-2008")
    with open_release(home, policy) as session:
        found = surveyed(Scope(session, policy, 2011))
    asked = {(tree["about"], tree["asks"]) for tree in found}
    assert {("priority:6", "assessment"), ("priority:6", "narrative"), ("section:finance", "narrative")} <= asked
    assert not [tree for tree in found if tree["asks"] == "cause"]


def test_less_spent_than_budgeted_asks_for_a_cause() -> None:
    """A spends 250 of 600; B nothing of 100, though spending is reported."""
    policy = load("nl-2008")
    of_2011 = ("2011-01-01", "2011-12-31")
    files = one(
        activity("A", budget(600, *of_2011), paid(250, "2011-06-01"), org=policy.owner),
        activity("B", budget(100, *of_2011), org=policy.owner),
    )
    with released(files, policy) as session:
        asked = [t for t in surveyed(Scope(session, policy, 2011)) if t["asks"] == "cause"]
    first, second = (t for t in asked if not t["about"].startswith("line:"))
    assert [(t["about"], int(Decimal(t["basis"]["value"]))) for t in (first, second)] == [("A", -350), ("B", -100)]
    assert [(f["query"], int(Decimal(f["value"]))) for f in second["figures"]] == [("budgeted year=2011", 100)]


def test_an_edition_has_what_was_signed(survey: Survey, person: People) -> None:
    """A judgement that is not signed is in no edition."""
    officer = person(Role.OFFICER)
    perform(Write, None, officer, WRITTEN)
    assert of_edition("nl-2008", 2010) == ()
    assert Judgement.objects.get().state == State.DRAFT


def test_each_section_that_a_narrative_stands_in_has_its_title() -> None:
    assert set(SECTIONS) == set(section_names()) - NOT_SECTIONS
    assert str(Judgement(kind="narrative", about="section:summary")) == "Narrative: At a glance"
    assert str(Judgement(kind="narrative", about="priority:6")) == "Narrative: priority 6"
    assert str(Judgement(kind="cause", about="line:imd/receipts/2010")) == "Cause: imd: receipts"
    assert str(Judgement(kind="cause", about="XM-T-1-1")) == "Cause: XM-T-1-1"


def test_the_values_of_then_are_written_as_those_of_now(survey: Survey, person: People, client_of: Any) -> None:
    officer = person(Role.OFFICER)
    signed = perform(Sign, perform(Write, None, officer, WRITTEN), officer)
    page = client_of(officer).get(signed.get_absolute_url()).text
    assert page.count("€ 100.50</td>") == 2
    _moves(survey, "200")
    page = client_of(officer).get(signed.get_absolute_url()).text
    assert "€\xa0101</td>" in page
    assert "€ 200</td>" in page


def test_what_is_not_listed_at_once_is_one_click_away(person: People, client_of: Any) -> None:
    """Sixty activities: fifty are listed, then all."""
    asked = {"asks": "attribution", "title": {}, "required": False, "figures": [], "basis": None}
    found = [asked | {"about": f"XM-T-1-{n}"} for n in range(60)]
    Survey.objects.create(framework="nl-2008", year=2010, release="r", subjects=found)
    client, address = client_of(person(Role.OFFICER)), "/en/work/judgements/?framework=nl-2008&year=2010"
    page = client.get(address).text
    assert "&amp;all=attribution" in page
    assert "XM-T-1-59" not in page
    assert "XM-T-1-59" in client.get(f"{address}&all=attribution").text


@pytest.mark.parametrize(
    ("side", "words"), [("expenditure", "expenditure"), ("commitments", "commitments"), ("receipts", "receipts")]
)
def test_what_was_written_is_called_what_the_work_list_calls_it(
    side: str, words: str, person: People, client_of: Any
) -> None:
    about = f"line:imd/{side}/2010"
    subject = {"about": about, "asks": "cause", "title": {"en": "Migration"}, "required": True, "figures": []}
    Survey.objects.create(framework="nl-2008", year=2010, release="r", subjects=[subject | {"basis": None}])
    officer = person(Role.OFFICER)
    cause = {"kind": "cause", "about": about, "cause": "other", "text_en": "It began late.", "text_nl": ""}
    written = perform(Write, None, officer, WRITTEN | cause)
    page = client_of(officer).get("/en/work/judgements/?framework=nl-2008&year=2010").text
    assert f">Cause: Migration: {words}</a>" in page
    assert f"<title>Cause: Migration: {words}" in client_of(officer).get(written.get_absolute_url()).text
