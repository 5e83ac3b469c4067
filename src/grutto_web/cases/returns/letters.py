"""The letters of a case of return, in plain words and two languages: the decision, and that an objection came."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto.render.letter import Letter, LetterPart, LetterRows
from grutto_web.cases.casework.letters import LetterKind
from grutto_web.cases.returns.acts import GrantCase, RefuseCase
from grutto_web.cases.returns.forms import GROUNDS
from grutto_web.cases.returns.models import WAIVER, Case, ConditionAnswer, State
from grutto_web.cases.returns.objections import (
    ANSWER_WITHIN,
    AmendGrant,
    GrantAfterObjection,
    KeepGrant,
    Object,
    ObjectToGrant,
    UpholdRefusal,
)
from grutto_web.cases.returns.rules import amounts, asked_of
from grutto_web.ground.countries import name_of
from grutto_web.ground.templatetags.grutto import day
from grutto_web.ground.wording import language
from grutto_web.people.acts.fields import euros
from grutto_web.people.acts.perform import entries

if TYPE_CHECKING:
    from datetime import date

    from django.utils.functional import Promise

    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.act import Act
    from grutto_web.people.log.models import Entry

TITLES: dict[type[Act[Any]], Promise] = {
    GrantCase: _("Decision: you get help with your return"),
    RefuseCase: _("Decision: you get no help with your return"),
    GrantAfterObjection: _("Decision on your objection: you get help with your return"),
    UpholdRefusal: _("Decision on your objection: you still get no help"),
    AmendGrant: _("Decision on your objection: what you get changes"),
    KeepGrant: _("Decision on your objection: what you get stays the same"),
}
DECISIONS = {act.name(): act for act in TITLES}
FIRST, REFUSED, TO_A_GRANT = (GrantCase, RefuseCase), (RefuseCase, UpholdRefusal), (AmendGrant, KeepGrant)
"""Decisions on the request, those that give nothing, and those on an objection against a grant."""
OBJECTIONS = (Object.name(), ObjectToGrant.name())


def _last(case: Case, *names: str) -> Entry | None:
    found: Entry | None = entries(case).filter(act__in=names).last()
    return found


def _names_are_kept(case: Case) -> bool:
    return case.members.exclude(key_name="").exists()


def decision_due(case: Case) -> bool:
    """Tell whether a case was decided, and its people are known still."""
    return _names_are_kept(case) and _last(case, *DECISIONS) is not None


def objection_due(case: Case) -> bool:
    """Tell whether an objection waits for its decision, and the people of the case are known still."""
    waits = case.state == State.OBJECTION or case.objected_on is not None
    return waits and _names_are_kept(case)


def decision(case: Case, reader: User) -> Letter:
    """Return the letter with the last decision on a case."""
    entry = _last(case, *DECISIONS)
    assert entry is not None  # noqa: S101 - it is due
    act, people = DECISIONS[entry.act], _people(case, reader)
    before = _what_was_asked if act in FIRST else _granted_before if act in TO_A_GRANT else _refused_before
    reasons = [_why(case, entry)] if act in REFUSED else [_wrote(entry)] if act in TO_A_GRANT else []
    amount_parts = [] if act in REFUSED else _granted(case, people)
    further = _how_to_object(case, case.object_by) if act in FIRST else _court()
    on: dict[type[Act[Any]], date | None] = {
        GrantCase: case.granted_on,
        GrantAfterObjection: case.granted_on,
        RefuseCase: case.refused_on,
    }
    parts = [LetterPart("", (_dear(), *before(case))), *reasons, *amount_parts, further]
    return _letter(case, people, str(TITLES[act]), on.get(act, entry.at.date()), parts, entry)


def objection(case: Case, reader: User) -> Letter:
    """Return the letter that tells that an objection was received, and what happens with it."""
    entry = _last(case, *OBJECTIONS)
    assert entry is not None  # noqa: S101 - it is due
    received, to_a_grant = entry.at.date(), entry.act == ObjectToGrant.name()
    until = received + timedelta(days=ANSWER_WITHIN)
    opening = gettext("We received your objection to our decision of %(day)s. We entered it on %(received)s.")
    noted = gettext("This is what we noted as your reason: “%(reason)s”. Is that not right? Tell us.")
    next_words = (
        gettext("Somebody who did not take that decision looks at your case again and decides."),
        gettext("We want to decide by %(day)s. You then get a letter.") % {"day": day(until)},
        gettext("If something changes in the meantime, tell your caseworker."),
    )
    first = (
        _dear(),
        opening % {"day": day(case.granted_on if to_a_grant else case.refused_on), "received": day(received)},
        noted % {"reason": entry.reason},
    )
    parts = [LetterPart("", first), LetterPart(gettext("What happens now"), next_words)]
    if to_a_grant:
        parts.append(_holds_meanwhile(case))
    return _letter(case, _people(case, reader), gettext("We received your objection"), received, parts, entry)


def _people(case: Case, reader: User) -> list[tuple[Any, dict[str, str]]]:
    """Return each member with their personal fields; reading them is logged."""
    return [(member, member.read(reader)) for member in case.members.select_related("case")]


def _letter(
    case: Case,
    people: list[tuple[Any, dict[str, str]]],
    title: str,
    on: date | None,
    parts: list[LetterPart],
    entry: Entry,
) -> Letter:
    first = people[0][1]
    receiver = tuple(filter(None, (first.get("name", ""), first.get("contact", ""))))
    facts = ((gettext("Date"), day(on)), (gettext("Case number"), case.number))
    closing = (gettext("Yours faithfully,"), "", str(entry.actor or ""), str(case.implementer))
    return Letter(language().code, str(case.implementer), receiver, facts, title, tuple(parts), closing)


def _dear() -> str:
    return gettext("Dear Sir or Madam,")


def _what_was_asked(case: Case) -> tuple[str, ...]:
    words = gettext("On %(day)s you asked for help to return to %(country)s. It is about this scheme: %(scheme)s.")
    return (_filled(case, words),)


def _holds_meanwhile(case: Case) -> LetterPart:
    words = [gettext("What we granted you stays yours while we look at your objection. It does not become less by it.")]
    if case.state == State.GRANTED:
        leave = gettext("The day by which you must leave stays %(day)s, unless we write you another day.")
        words.append(leave % {"day": day(case.leave_by)})
    return LetterPart(gettext("What holds in the meantime"), tuple(words))


def _granted_before(case: Case) -> tuple[str, ...]:
    words = gettext(
        "On %(day)s you asked for help to return to %(country)s. It is about this scheme: %(scheme)s. We granted help, "
        "and you objected to what we granted. Somebody who did not take that decision looked at your case again."
    )
    return (_filled(case, words),)


def _refused_before(case: Case) -> tuple[str, ...]:
    words = gettext(
        "On %(day)s you asked for help to return to %(country)s. It is about this scheme: %(scheme)s. We refused, and "
        "you objected. Somebody who did not take that decision looked at your case again."
    )
    return (_filled(case, words),)


def _filled(case: Case, words: str) -> str:
    scheme = case.get_scheme_display()
    return words % {"day": day(case.applied_on), "country": name_of(case.country), "scheme": scheme}


def _granted(case: Case, people: list[tuple[Any, dict[str, str]]]) -> list[LetterPart]:
    head = (gettext("Person"), gettext("Amount"), gettext("Of it in cash at most"))
    rows = tuple((texts.get("name", "–"), euros(m.amount_eur), euros(m.cash_most_eur)) for m, texts in people)
    table = LetterRows(gettext("What each person gets"), head, rows)
    what = gettext("You get help up to the amounts below. What is not in cash we pay for you: things or services.")
    rule_words = tuple(_by_which_rule(people))
    return [
        LetterPart(gettext("What you get"), (what,), table),
        LetterPart(gettext("Why these amounts"), rule_words),
        LetterPart(
            gettext("What you do"),
            (*_leave(case), gettext("Do you have questions, or do you think something is wrong? Ask your caseworker.")),
        ),
    ]


def _leave(case: Case) -> tuple[str, ...]:
    if case.departed_on:
        return ()
    words = gettext("Leave on %(day)s at the latest. If you leave later, this decision no longer holds.")
    return (words % {"day": day(case.leave_by)}, gettext("We pay once you have left, not before."))


def _by_which_rule(people: list[tuple[Any, dict[str, str]]]) -> list[str]:
    rows = {row.id: row for row in amounts().row}
    used = sorted({member.rule for member, _texts in people if member.rule and member.rule != WAIVER})
    words = gettext("These amounts follow from the rule “%(title)s”. It was published here: %(reference)s.")
    found = [
        words % {"title": rows[rule].words, "reference": rows[rule].source}
        if rule in rows
        else gettext("These amounts follow from the rule “%(title)s”.") % {"title": rule}
        for rule in used
    ]
    waived = [texts.get("name", "–") for member, texts in people if member.rule == WAIVER]
    if waived:
        exception = gettext(
            "Two people of our organisation set the amounts of %(names)s; they do not follow from a rule."
        )
        found.append(exception % {"names": ", ".join(waived)})
    return found


def _why(case: Case, entry: Entry) -> LetterPart:
    ground = dict(GROUNDS).get(case.refusal, case.refusal)
    words = [gettext("The reason is: %(ground)s.") % {"ground": ground}]
    unmet = {answer.code for answer in case.answers.filter(answer=ConditionAnswer.NOT_MET)}
    found = [each.words for each in asked_of(case) if each.code in unmet]
    if found:
        words.append(gettext("This is not so in your case: %(conditions)s.") % {"conditions": "; ".join(found)})
    return LetterPart(gettext("Why"), (*words, *_wrote(entry).words))


def _wrote(entry: Entry) -> LetterPart:
    return LetterPart(gettext("Why"), (gettext("Who decided wrote: “%(reason)s”") % {"reason": entry.reason},))


def _how_to_object(case: Case, until: date | None) -> LetterPart:
    words = (
        gettext("You can object until %(day)s. An objection that comes later can be refused.") % {"day": day(until)},
        gettext("Write to %(implementer)s why you do not agree. Name your case number: %(number)s.")
        % {"implementer": case.implementer, "number": case.number},
        gettext("Somebody who did not take this decision then looks at your case again."),
    )
    return LetterPart(gettext("Do you not agree?"), words)


def _court() -> LetterPart:
    words = (
        gettext("You cannot object again. You can put this decision before a court."),
        gettext("Ask for legal advice: how to do that, and until when."),
    )
    return LetterPart(gettext("Do you not agree?"), words)


LETTERS: dict[str, LetterKind[Case]] = {
    "decision": LetterKind(_("Decision on the request"), decision_due, decision),
    "objection": LetterKind(_("Objection received"), objection_due, objection),
}
