"""What is done to an edition of counts: offered by one, released by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from grutto.errors import GruttoError
from grutto_web.cases.casework.models import CountedPerson, ProtectedEdition, State
from grutto_web.cases.casework.populations import POPULATIONS, drafted, ledger_of, size_of
from grutto_web.ground.wording import sentences
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.form import ActForm, FaultForm
from grutto_web.people.acts.refusals import GuardError
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto_web.cases.casework.populations import Draft
    from grutto_web.people.accounts.models import User


class OfferForm(ActForm):
    """Which population."""

    population = forms.ChoiceField(label=_("Population"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer those that are declared."""
        super().__init__(*arguments, **options)
        choices = [(each.name, each.title) for each in POPULATIONS.values()]
        self.fields["population"].choices = choices  # type: ignore[attr-defined]


def alone(edition: ProtectedEdition) -> str | None:
    """Make and offer one at a time."""
    under_way = ProtectedEdition.objects.filter(population=edition.population, state__in=(State.ORDERED, State.OFFERED))
    if under_way.exclude(pk=edition.pk).exists():
        return gettext("An edition is being made or waits already: release or drop it first.")
    return None


AT_ONCE = 200
"""Cells of an edition, with those of every edition before, that are protected while the officer waits: seconds."""


class Offer(Act[ProtectedEdition]):
    """Count, protect, attack; keep the edition if no attack succeeds. A large one is left to a task."""

    record, title, creates = ProtectedEdition, _("Make the next edition of counts"), True
    roles, form, guards = frozenset({Role.DISCLOSURE}), OfferForm, (alone,)

    def change(self, record: ProtectedEdition, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the edition and who was counted, or the order for it."""
        population = POPULATIONS[data["population"]]
        record.population, record.state = population.name, State.ORDERED
        _begin(record)
        size = size_of(population)
        if not size:
            raise GuardError([gettext("There is nothing to count yet.")])
        if alone(record) or size > AT_ONCE:  # what is not alone is refused after this
            return
        try:
            _keep(record, drafted(population))
        except GruttoError as error:
            raise GuardError([sentences(error)]) from None
        record.state = State.OFFERED

    def afterwards(self, record: ProtectedEdition, actor: User | None) -> None:
        """Let a worker make a large one."""
        if record.state == State.ORDERED:
            _make(record, actor)


def _begin(record: ProtectedEdition) -> None:
    """Forget what an offer that was dropped had counted: it is counted again."""
    record.number, record.fault = ledger_of(record.population).next_edition, ""
    counted = CountedPerson.objects.filter(population=record.population)
    counted.filter(known_from=record.number).delete()
    counted.filter(known_until=record.number).update(known_until=None)


def _keep(record: ProtectedEdition, draft: Draft) -> None:
    """Keep the edition, and who was counted."""
    CountedPerson.objects.filter(pk__in=draft.gone).update(known_until=draft.number)
    CountedPerson.objects.bulk_create(draft.rows)
    record.number, record.counts, record.line = draft.number, draft.counts, draft.line
    record.cells = len(draft.publication.cells)
    record.hidden = sum(cell.hidden for cell in draft.publication.cells)


def _make(record: ProtectedEdition, actor: User | None) -> None:
    from grutto_web.cases.casework.making import start_making  # noqa: PLC0415 - it performs the acts of this file

    start_making(record, actor, get_language() or "en")


class OfferAgain(Act[ProtectedEdition]):
    """Have it made again, by a task, from the records of now."""

    record, title = ProtectedEdition, _("Make it again")
    states, after = frozenset({State.ORDERED, State.FAILED}), State.ORDERED
    roles, guards = frozenset({Role.DISCLOSURE}), (alone,)

    def change(self, record: ProtectedEdition, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Forget what went wrong."""
        _begin(record)

    def afterwards(self, record: ProtectedEdition, actor: User | None) -> None:
        """Let a worker make it."""
        _make(record, actor)


class CountsForm(ActForm):
    """What a worker made: a `Draft`."""

    draft = forms.Field()


class KeepCounts(Act[ProtectedEdition]):
    """A worker made it, and no attack succeeded."""

    record, title, by_system, form = ProtectedEdition, _("Made"), True, CountsForm
    states, after = frozenset({State.ORDERED}), State.OFFERED

    def change(self, record: ProtectedEdition, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the edition, and who was counted."""
        _keep(record, data["draft"])


class FailCounts(Act[ProtectedEdition]):
    """A worker could not make it: it is not safe, or an attack succeeded."""

    record, title, by_system, form = ProtectedEdition, _("Could not be made"), True, FaultForm
    states, after = frozenset({State.ORDERED}), State.FAILED

    def change(self, record: ProtectedEdition, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep why."""
        record.fault = data["fault"]


def still_next(edition: ProtectedEdition) -> str | None:
    """Release what follows on what is released."""
    others = ProtectedEdition.objects.filter(population=edition.population, state=State.RELEASED)
    if others.filter(number__gte=edition.number).exclude(pk=edition.pk).exists():
        return gettext("Another edition was released since. Make the next one.")
    return None


class ReleaseCounts(Act[ProtectedEdition]):
    """Release: from now on it is known for ever."""

    record, title, days = ProtectedEdition, _("Release these counts"), 14
    states, after, apart_from = frozenset({State.OFFERED}), State.RELEASED, (Offer, OfferAgain)
    roles, guards = frozenset({Role.DISCLOSURE, Role.MANAGER}), (still_next,)

    def afterwards(self, record: ProtectedEdition, actor: User | None) -> None:
        """Bring them into the core, in a task."""
        from grutto_web.cases.casework.into_core import start_bringing  # noqa: PLC0415 - it performs nothing itself

        start_bringing(record, actor)


class DropCounts(Act[ProtectedEdition]):
    """Drop an edition that was ordered or offered."""

    record, title, reason = ProtectedEdition, _("Drop"), True
    states, after = frozenset({State.ORDERED, State.OFFERED}), State.DROPPED
    roles = frozenset({Role.DISCLOSURE, Role.MANAGER})


BY_NAME: dict[str, type[Act[ProtectedEdition]]] = {
    "release": ReleaseCounts,
    "make-again": OfferAgain,
    "drop": DropCounts,
}
