"""What is done to an edition, by whom, and apart from whom; separation of duties has no switch."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grutto.frameworks import names
from grutto_web.acts.act import Act
from grutto_web.acts.form import ActForm
from grutto_web.editions.models import OPEN, Publication, State
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

    from grutto_web.people.models import User

OFFICER, REVIEWER, ADOPTER = (frozenset({role}) for role in (Role.OFFICER, Role.REVIEWER, Role.ADOPTER))
UNDER_WAY = (State.SUBMITTED, State.REVIEWED, State.ADOPTED, State.PUBLISHED, State.WITHDRAWN)


def nothing_blocks(record: Publication) -> Promise | None:
    """Let nothing go on that a check keeps back."""
    return _("Settle the list of what is missing first, and make the edition again.") if record.found else None


def judgements_as_they_were(record: Publication) -> Promise | None:
    """Let nothing go on that was made with other judgements than are signed now."""
    from grutto_web.judgements.signed import versions  # noqa: PLC0415 - it links here

    moved = record.signed != versions(record.framework, record.year)
    return _("Judgements were signed or withdrawn since it was made: make it again.") if moved else None


def not_there_already(record: Publication) -> Promise | None:
    """Let an edition go on once: the same one is not published twice."""
    same = Publication.objects.filter(edition=record.edition, state__in=UNDER_WAY).exclude(pk=record.pk)
    return _("The very same edition is under way or published already.") if same.exists() else None


class OrderForm(ActForm):
    """What an edition is to be made of."""

    framework = forms.ChoiceField(label=_("Policy framework"), choices=lambda: [(name, name) for name in names()])
    year = forms.IntegerField(label=_("Year reported on"), min_value=1000, max_value=9998)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.SITE_LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    previous = forms.ModelChoiceField(
        Publication.objects.filter(state__in=(State.PUBLISHED, State.WITHDRAWN)),
        label=_("The edition before, to compare with"),
        required=False,
    )


class Order(Act[Publication]):
    """Order an edition."""

    record, title, creates, after = Publication, _("Order an edition"), True, State.ORDERED
    roles, form = OFFICER, OrderForm

    def change(self, record: Publication, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over what it is made of."""
        record.framework, record.year = data["framework"], data["year"]
        record.languages, record.previous = ",".join(data["languages"]), data["previous"]

    def afterwards(self, record: Publication, actor: User | None) -> None:
        """Let a worker make it."""
        _make(record, actor)


def _make(record: Publication, actor: User | None) -> None:
    from grutto_web.editions.making import start_making  # noqa: PLC0415 - it performs the acts of this file

    start_making(record, actor, get_language() or "en")


class OrderAgain(Act[Publication]):
    """Have it made again, from the facts and judgements of now."""

    record, title = Publication, _("Make it again")
    states, after, roles = OPEN | {State.ORDERED}, State.ORDERED, OFFICER

    def change(self, record: Publication, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Forget what was found."""
        record.checks, record.fault, record.edition = "[]", "", ""

    def afterwards(self, record: Publication, actor: User | None) -> None:
        """Let a worker make it."""
        _make(record, actor)


class CorrectionForm(ActForm):
    """Which edition is corrected."""

    corrects = forms.ModelChoiceField(Publication.objects.filter(state=State.PUBLISHED), widget=forms.HiddenInput)


class Correct(Act[Publication]):
    """Order a new edition that corrects a published one; readers see what it corrects, figure by figure."""

    record, title, creates, after, reason = Publication, _("Correct it in a new edition"), True, State.ORDERED, True
    roles, form = OFFICER, CorrectionForm

    def change(self, record: Publication, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over what the other one is made of."""
        wrong = data["corrects"]
        record.corrects, record.correction, record.previous = wrong, data["reason"], wrong.previous
        record.framework, record.year, record.languages = wrong.framework, wrong.year, wrong.languages

    def afterwards(self, record: Publication, actor: User | None) -> None:
        """Let a worker make it."""
        _make(record, actor)


class MadeForm(ActForm):
    """What a worker found."""

    edition = forms.CharField(required=False)
    signed = forms.CharField(required=False)
    checks = forms.JSONField(required=False)


class Finish(Act[Publication]):
    """An edition was made."""

    record, title, by_system = Publication, _("Made"), True
    states, after, form = frozenset({State.ORDERED}), State.DRAFT, MadeForm

    def change(self, record: Publication, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep what was made and what was found."""
        record.edition, record.signed = data["edition"], data["signed"]
        record.checks = json.dumps(data["checks"] or [], ensure_ascii=False)


class Block(Finish):
    """Judgements keep an edition from being made."""

    title, after = _("Found what keeps it from being made"), State.BLOCKED


class FaultForm(ActForm):
    """Why an edition could not be made."""

    fault = forms.CharField(max_length=4000)


class Fail(Act[Publication]):
    """An edition could not be made."""

    record, title, by_system = Publication, _("Could not be made"), True
    states, after, form = frozenset({State.ORDERED}), State.FAILED, FaultForm

    def change(self, record: Publication, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep why."""
        record.fault = data["fault"]


class Submit(Act[Publication]):
    """Offer a draft for review."""

    record, title = Publication, _("Submit for review")
    states, after, roles, days = frozenset({State.DRAFT}), State.SUBMITTED, OFFICER, 14
    guards = (nothing_blocks, judgements_as_they_were, not_there_already)


OF_OFFICERS = (Order, OrderAgain, Correct, Submit)


class SendBack(Act[Publication]):
    """Give it back to the officer, with a reason."""

    record, title, reason = Publication, _("Send back"), True
    states, after, roles = frozenset({State.SUBMITTED, State.REVIEWED}), State.DRAFT, REVIEWER | ADOPTER
    apart_from = OF_OFFICERS


class Review(Act[Publication]):
    """Say that it is right; nobody reviews what they made."""

    record, title = Publication, _("Review")
    states, after, roles, days = frozenset({State.SUBMITTED}), State.REVIEWED, REVIEWER, 7
    apart_from, guards = OF_OFFICERS, (nothing_blocks,)


class Adopt(Act[Publication]):
    """Adopt it; nobody adopts what they made or reviewed."""

    record, title = Publication, _("Adopt")
    states, after, roles, days = frozenset({State.REVIEWED}), State.ADOPTED, ADOPTER, 7
    apart_from, guards = (*OF_OFFICERS, Review), (nothing_blocks,)


class Publish(Act[Publication]):
    """Let anyone read it."""

    record, title = Publication, _("Publish")
    states, after, roles, days = frozenset({State.ADOPTED}), State.PUBLISHED, OFFICER, 7


class Withdraw(Act[Publication]):
    """Withdraw it: it stays listed, with the reason."""

    record, title, reason = Publication, _("Withdraw"), True
    states, after, roles = frozenset({State.PUBLISHED}), State.WITHDRAWN, ADOPTER

    def change(self, record: Publication, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the reason, for readers."""
        record.reason = data["reason"]


BY_NAME: dict[str, type[Act[Publication]]] = {
    "make-again": OrderAgain,
    "submit": Submit,
    "review": Review,
    "send-back": SendBack,
    "adopt": Adopt,
    "publish": Publish,
    "withdraw": Withdraw,
}
"""What can be done to an edition, by the name in the address of its page."""
