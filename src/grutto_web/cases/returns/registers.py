"""The registers of return: cases, the people in them, and payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.register import Register
from grutto_web.cases.casework.workplace import AT_CASES, READ_NAMES
from grutto_web.cases.returns.acts import CASE_ACTS, MEMBER_ACTS, Join, OpenCase, RecordReturn
from grutto_web.cases.returns.letters import LETTERS
from grutto_web.cases.returns.models import Case, Member, Payment
from grutto_web.cases.returns.objections import OBJECTION_ACTS
from grutto_web.cases.returns.paying import PAYMENT_ACTS, PlanPayment
from grutto_web.cases.returns.rules import asked_of
from grutto_web.ground.components import Cell, ColumnView, LinkText, TableView
from grutto_web.people.acts.fields import euros, state_of, value_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def _table(title: str, headings: Sequence[tuple[str, bool]], rows: Sequence[Sequence[Cell]]) -> list[TableView]:
    """Return a table, nothing if it would be empty."""
    return [TableView(title, [ColumnView(text, amount) for text, amount in headings], rows)] if rows else []


def _of_case(case: Case) -> list[TableView]:
    return [*_people(case), *_conditions(case), *_payments(case.payments.select_related("member__case")), *_after(case)]


def _people(case: Case) -> list[TableView]:
    headings = [
        (gettext("Person"), False),
        (gettext("Category"), False),
        (gettext("Granted"), True),
        (gettext("of it in cash at most"), True),
        (gettext("Rule"), False),
    ]
    rows: list[list[Cell]] = [
        [
            LinkText(gettext("person %(n)s") % {"n": place}, m.get_absolute_url()),
            value_text(m, "category"),
            euros(m.amount_eur),
            euros(m.cash_most_eur),
            value_text(m, "rule"),
        ]
        for place, m in enumerate(case.members.all(), start=1)
    ]
    return _table(gettext("People"), headings, rows)


def _conditions(case: Case) -> list[TableView]:
    known = {answer.code: value_text(answer, "answer") for answer in case.answers.all()}
    rows = [[each.words, known.get(each.code, gettext("unknown"))] for each in asked_of(case)]
    return _table(gettext("Conditions"), [(gettext("Condition"), False), (gettext("Answer"), False)], rows)


def _payments(payments: Iterable[Payment]) -> list[TableView]:
    headings = [
        (gettext("Payment"), False),
        (gettext("Form"), False),
        (gettext("In euros"), True),
        (gettext("State"), False),
    ]
    rows: list[list[Cell]] = [
        [LinkText(str(p), p.get_absolute_url()), value_text(p, "form"), euros(p.amount_eur), state_of(p)]
        for p in payments
    ]
    return _table(gettext("Payments"), headings, rows)


def _after(case: Case) -> list[TableView]:
    headings = [(gettext("Months after departure"), True), (gettext("Reached"), False), (gettext("Situation"), False)]
    rows = [[str(f.month), value_text(f, "reached"), value_text(f, "situation")] for f in case.follow_ups.all()]
    return _table(gettext("Follow-up"), headings, rows)


def _of_member(member: Member) -> list[TableView]:
    return _payments(member.payments.select_related("member__case"))


CASES = Register(
    name="returns",
    title=_("Return and reintegration"),
    lead=_("Cases of your organisation, from intake to a year after departure. The ministry sees counts only."),
    model=Case,
    readers=AT_CASES,
    create=OpenCase,
    acts=CASE_ACTS | OBJECTION_ACTS,
    columns=("number", "scheme", "country", "applied_on", "state"),
    facts=(
        "scheme", "return_kind", "country", "applied_on", "leaves_on", "granted_on", "leave_by", "refused_on",
        "object_by", "objected_on", "departed_on",
    ),
    later=frozenset(
        {"leaves_on", "granted_on", "leave_by", "refused_on", "object_by", "objected_on", "departed_on"}
    ),
    filters=("scheme", "return_kind"),
    same=("number",),
    parts=_of_case,
    people=READ_NAMES,
    letters=LETTERS,
    further=(("returnees", "case"),),
)  # fmt: skip
PAST = Register(
    name="past_returns",
    title=_("Returns of the past"),
    lead=_("What was kept in spreadsheets: one person a row and no name, for counts over the years."),
    model=Case,
    readers=AT_CASES,
    create=RecordReturn,
    acts={},
    columns=("number", "scheme", "country", "departed_on", "state"),
    facts=("scheme", "return_kind", "country", "applied_on", "departed_on"),
    filters=("scheme", "return_kind"),
    same=("number",),
)
PEOPLE = Register(
    name="returnees",
    title=_("People who return"),
    lead=_("Who is in the cases of your organisation; names are shown one by one, and reading them is logged."),
    model=Member,
    readers=AT_CASES,
    create=Join,
    acts=MEMBER_ACTS,
    columns=("itself", "sex", "category", "amount_eur"),
    facts=(
        "case", "sex", "alone", "category", "amount_eur", "cash_most_eur", "proposed_eur", "proposed_cash_eur", "rule",
    ),
    later=frozenset({"category", "amount_eur", "cash_most_eur", "proposed_eur", "proposed_cash_eur", "rule"}),
    filters=("category",),
    parts=_of_member,
    further=(("payments", "member"),),
    people=READ_NAMES,
)  # fmt: skip
PAYMENTS = Register(
    name="payments",
    title=_("Payments for reintegration"),
    lead=_("What is planned, released by somebody else, and received."),
    model=Payment,
    readers=AT_CASES,
    create=PlanPayment,
    acts=PAYMENT_ACTS,
    columns=("itself", "form", "amount_eur", "pay_on", "state"),
    facts=(
        "member", "form", "what", "amount", "currency", "units_per_eur", "rate_source", "amount_eur", "pay_on",
        "receipt",
    ),
    later=frozenset({"rate_source", "receipt"}),
    filters=("form",),
)  # fmt: skip
