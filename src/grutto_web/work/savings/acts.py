"""What is done to an entry of the ledger: entered by hand, taken over from a file, withdrawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grutto.codelists import iso2_of
from grutto.errors import GruttoError
from grutto.frameworks.ledger import ledger_problems
from grutto.measures.scope import question_in
from grutto.model.ledger import LedgerEntry
from grutto.store.codec import CodecPlace, decode
from grutto_web.ground.countries import offered
from grutto_web.ground.wording import sentences
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.form import ActForm, NumberField
from grutto_web.people.log.chain import alone
from grutto_web.people.roles import Role
from grutto_web.work.savings.ledgers import current_ledger, ledger_frameworks
from grutto_web.work.savings.models import Kind, SavingsEntry, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto_web.people.accounts.models import User

OFFICER = frozenset({Role.OFFICER})
OF_COST = ("country", "cohort", "persons", "days", "day_rate")
OF_DRAW = ("amount", "figure")


def _countries() -> list[tuple[str, str]]:
    """Return the countries as a ledger writes them: ISO 3166-1 alpha-2."""
    return [(iso2_of(code), name) for code, name in offered()]


def _number(label: Any, help_text: Any = "", *, required: bool = True) -> NumberField:
    return NumberField(label=label, required=required, help_text=help_text, max_digits=18, decimal_places=6)


def figure_fault(query: str) -> str:
    """Return what is wrong with the name of a figure, as far as that needs no release; nothing if nothing is."""
    try:
        _conditions = question_in(query).conditions if query else None
    except GruttoError as error:
        return sentences(error)
    return ""


class EntryForm(ActForm):
    """An entry: what it is about, and how its amount is made."""

    framework = forms.ChoiceField(choices=ledger_frameworks, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.HiddenInput)
    quarter = forms.CharField(label=_("Quarter"), max_length=7, help_text=_("As 2011-Q1."))
    country = forms.ChoiceField(label=_("Country of origin"), choices=_countries)
    cohort = forms.CharField(
        label=_("Quarter of arrival"),
        max_length=7,
        help_text=_("As 2011-Q1. The first twelve months of these persons are counted from it."),
    )
    persons = forms.IntegerField(label=_("Persons"), max_value=1_000_000_000)
    days = _number(_("Days a person"), _("In this quarter, on average; not those of all together."))
    day_rate = _number(_("Euros a person and day"))
    amount = _number(_("Amount (EUR)"), _("Or the figure that it is traced to, below."), required=False)
    figure = forms.CharField(
        label=_("Figure of the sources"),
        max_length=300,
        required=False,
        help_text=_("Instead of an amount: spent iati_identifier=XM-DAC-7-1 year=2011."),
    )
    reference = forms.CharField(
        label=_("Document"), max_length=300, help_text=_("It was taken from: name, number, page.")
    )
    text = forms.CharField(label=_("Note"), max_length=400, required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Leave out what an entry of another kind asks."""
        super().__init__(*arguments, **options)
        kind = self.data.get("kind") or self.initial.get("kind")
        for name in OF_COST if kind == Kind.DRAWN else OF_DRAW:
            del self.fields[name]

    def clean_figure(self) -> str:
        """Refuse what names no figure."""
        query = str(self.cleaned_data["figure"])
        if fault := figure_fault(query):
            raise forms.ValidationError(fault)
        return query

    def clean(self) -> dict[str, Any]:
        """Refuse what the rules of a ledger refuse, at the field concerned."""
        if not self.errors:
            alone()
            known = current_ledger(self.cleaned_data["framework"])
            entry = self._entry()
            for i, problem in ledger_problems((*known, entry)):
                if i == len(known):
                    self.add_error(problem.field, sentences(problem.error()))
            self.cleaned_data["entry"] = entry
        return self.cleaned_data

    def _entry(self) -> LedgerEntry:
        """Return what was filled in as an entry that its author signs today."""
        names = ("kind", "quarter", "reference", "text", *OF_COST, *OF_DRAW)
        parts = {name: self.cleaned_data[name] for name in names if name in self.fields}
        author = self.actor.name if self.actor else ""
        return LedgerEntry(id=self._free_id(), author=author, date=timezone.localdate(), **parts)

    def _free_id(self) -> str:
        """Return an id that says what an entry is about, and that none of this ledger ever had."""
        data = self.cleaned_data
        parts = [data["kind"], data["quarter"], data.get("country", "")]
        parts += [data["cohort"]] if data.get("cohort", data["quarter"]) != data["quarter"] else []
        code = "-".join(part for part in parts if part)
        entries = SavingsEntry.objects.filter(framework=data["framework"], code__startswith=code)
        taken = {*entries.values_list("code", flat=True)}
        further = (f"{code}-{n}" for n in range(2, len(taken) + 2))
        return code if code not in taken else next(name for name in further if name not in taken)


class Enter(Act[SavingsEntry]):
    """Enter it by hand, and sign it."""

    record, title, creates, after = SavingsEntry, _("Add and sign"), True, State.SIGNED
    roles, form = OFFICER, EntryForm

    def change(self, record: SavingsEntry, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over what was filled in."""
        record.take_over(data["framework"], data["entry"])


class FileEntryForm(ActForm):
    """An entry of a file whose entries were checked together: see `files.py`."""

    framework = forms.CharField(max_length=100)
    entry = forms.JSONField()

    def clean_entry(self) -> LedgerEntry:
        """Return the entry."""
        entry: LedgerEntry = decode(self.cleaned_data["entry"], LedgerEntry, CodecPlace(Path(), "entry"))
        return entry


class TakeFromFile(Act[SavingsEntry]):
    """Take it from a file, as its author signed it there."""

    record, title, creates, after = SavingsEntry, _("Taken from a file"), True, State.SIGNED
    roles, form = OFFICER, FileEntryForm

    def change(self, record: SavingsEntry, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over what the file says."""
        record.take_over(data["framework"], data["entry"])


class Withdraw(Act[SavingsEntry]):
    """Withdraw it: no edition made from now on has it."""

    record, title, reason = SavingsEntry, _("Withdraw"), True
    states, after, roles = frozenset({State.SIGNED}), State.WITHDRAWN, OFFICER
