"""What is done to an edition of counts: offered by one, released by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto.errors import GruttoError
from grutto_web.acts.act import Act
from grutto_web.acts.form import ActForm
from grutto_web.acts.refusals import GuardError
from grutto_web.casework.models import Counted, ProtectedEdition, State
from grutto_web.casework.populations import POPULATIONS, NarrowedError, drafted, ledger_of
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto_web.people.models import User


class OfferForm(ActForm):
    """Which population."""

    population = forms.ChoiceField(label=_("Population"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer those that are declared."""
        super().__init__(*arguments, **options)
        choices = [(each.name, each.title) for each in POPULATIONS.values()]
        self.fields["population"].choices = choices  # type: ignore[attr-defined]


def alone(edition: ProtectedEdition) -> str | None:
    """Offer one at a time."""
    waiting = ProtectedEdition.objects.filter(population=edition.population, state=State.OFFERED).exclude(pk=edition.pk)
    return gettext("An edition waits already: release or drop it first.") if waiting.exists() else None


class Offer(Act[ProtectedEdition]):
    """Count, protect, attack; keep the edition if no attack succeeds."""

    record, title, creates, after = ProtectedEdition, _("Make the next edition of counts"), True, State.OFFERED
    roles, form, guards = frozenset({Role.DISCLOSURE}), OfferForm, (alone,)

    def change(self, record: ProtectedEdition, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the edition, and who was counted: what an offer that was dropped had counted is counted again."""
        name = data["population"]
        released = ledger_of(name).next_edition
        Counted.objects.filter(population=name, known_from=released).delete()
        Counted.objects.filter(population=name, known_until=released).update(known_until=None)
        try:
            draft = drafted(POPULATIONS[name])
        except (NarrowedError, GruttoError) as error:
            raise GuardError([str(error)]) from None
        Counted.objects.filter(pk__in=draft.gone).update(known_until=draft.number)
        Counted.objects.bulk_create(draft.rows)
        record.population, record.number, record.counts, record.line = name, draft.number, draft.counts, draft.line
        record.cells = len(draft.publication.cells)
        record.hidden = sum(cell.hidden for cell in draft.publication.cells)


def still_next(edition: ProtectedEdition) -> str | None:
    """Release what follows on what is released."""
    others = ProtectedEdition.objects.filter(population=edition.population, state=State.RELEASED)
    if others.filter(number__gte=edition.number).exclude(pk=edition.pk).exists():
        return gettext("Another edition was released since. Make the next one.")
    return None


class ReleaseCounts(Act[ProtectedEdition]):
    """Release: from now on it is known for ever."""

    record, title, days = ProtectedEdition, _("Release these counts"), 14
    states, after, apart_from = frozenset({State.OFFERED}), State.RELEASED, (Offer,)
    roles, guards = frozenset({Role.DISCLOSURE, Role.MANAGER}), (still_next,)

    def afterwards(self, record: ProtectedEdition, actor: User | None) -> None:
        """Bring them into the core, in a task."""
        from grutto_web.casework.into_core import start_bringing  # noqa: PLC0415 - it performs nothing itself

        start_bringing(record, actor)


class DropCounts(Act[ProtectedEdition]):
    """Drop an edition that was offered."""

    record, title, reason = ProtectedEdition, _("Drop"), True
    states, after = frozenset({State.OFFERED}), State.DROPPED
    roles = frozenset({Role.DISCLOSURE, Role.MANAGER})


BY_NAME: dict[str, type[Act[ProtectedEdition]]] = {"release": ReleaseCounts, "drop": DropCounts}
