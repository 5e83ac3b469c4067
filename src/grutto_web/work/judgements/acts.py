"""What is done to a judgement: written, signed, found stale, confirmed, withdrawn; and talked about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grutto_web.people.acts.act import Act
from grutto_web.people.roles import Role
from grutto_web.work.judgements.forms import JudgementForm
from grutto_web.work.judgements.models import Judgement, State
from grutto_web.work.judgements.subjects import TOKEN, figures_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from django.utils.functional import Promise

    from grutto_web.people.accounts.models import User

OFFICER = frozenset({Role.OFFICER})
OF_KIND = ("cause", "priority", "budget_line", "criterion", "evidence")


def once(record: Judgement) -> Promise | None:
    """Say something once: one cause a subject, one attribution an activity, one assessment a criterion."""
    if record.kind == "narrative":
        return None
    same = Judgement.objects.filter(
        framework=record.framework, year=record.year, kind=record.kind, about=record.about, criterion=record.criterion
    ).exclude(state=State.WITHDRAWN)
    return _("There is such a judgement already: change that one.") if same.exclude(pk=record.pk).exists() else None


def figures_known(record: Judgement) -> Promise | None:
    """Sign only what one could see: each figure named has a value."""
    named = {query for text in record.texts.values() for query in TOKEN.findall(text)}
    known = {choice.query for choice in figures_of(record)}
    return _("A figure that the text names is not there any more: choose another.") if named - known else None


def _take_over(record: Judgement, data: Mapping[str, Any]) -> None:
    for name in ("framework", "year", "kind", "about", "reference", "text_en", "text_nl"):
        setattr(record, name, data[name])
    for name in OF_KIND:
        setattr(record, name, data.get(name, ""))


class Write(Act[Judgement]):
    """Write a judgement."""

    record, title, creates, after = Judgement, _("Write a judgement"), True, State.DRAFT
    roles, form, guards = OFFICER, JudgementForm, (once,)

    def change(self, record: Judgement, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over what was written."""
        _take_over(record, data)


class Rewrite(Act[Judgement]):
    """Change it; what was signed must be signed again."""

    record, title, after = Judgement, _("Change"), State.DRAFT
    states = frozenset({State.DRAFT, State.SIGNED, State.STALE})
    roles, form, guards = OFFICER, JudgementForm, (once,)

    def change(self, record: Judgement, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over what was written."""
        _take_over(record, data)
        record.author, record.signed_on, record.seen = None, None, "{}"


class Sign(Act[Judgement]):
    """Sign it, as its figures are now."""

    record, title = Judgement, _("Sign")
    states, after, roles, days = frozenset({State.DRAFT}), State.SIGNED, OFFICER, 14
    guards = (figures_known,)

    def change(self, record: Judgement, _data: Mapping[str, Any], actor: User | None) -> None:
        """Keep who signed, when, and which values they saw."""
        seen = {choice.id: str(choice.value) for choice in figures_of(record) if choice.value is not None}
        record.author, record.signed_on = actor, timezone.localdate()
        record.seen = json.dumps(seen)


class Confirm(Sign):
    """Sign it again after its figure moved."""

    title, states = _("Confirm with the figure of now"), frozenset({State.STALE})


class Outdate(Act[Judgement]):
    """Its figure has another value now."""

    record, title, by_system = Judgement, _("Found stale"), True
    states, after = frozenset({State.SIGNED}), State.STALE


class TakeBack(Act[Judgement]):
    """Take it back: no edition made from now on has it."""

    record, title, reason = Judgement, _("Take back"), True
    states, after, roles = frozenset({State.DRAFT, State.SIGNED, State.STALE}), State.WITHDRAWN, OFFICER


class Comment(Act[Judgement]):
    """Say something about it to who works on it; it stands in its history, not in the report."""

    record, title, reason = Judgement, _("Comment"), True
    states = frozenset({State.DRAFT, State.SIGNED, State.STALE})
    roles = frozenset({Role.OFFICER, Role.REVIEWER, Role.ADOPTER})


BY_NAME: dict[str, type[Act[Judgement]]] = {
    "change": Rewrite,
    "sign": Sign,
    "confirm": Confirm,
    "comment": Comment,
    "take-back": TakeBack,
}
"""What can be done to a judgement, by the name in the address of its page."""
