"""Writing a policy, and changing it; each time the folder of its files is written anew."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from grutto import frameworks
from grutto.errors import GruttoError
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.form import ActForm, NumberField
from grutto_web.people.roles import Role
from grutto_web.work.policies.export import write
from grutto_web.work.policies.folders import place
from grutto_web.work.policies.lines import budget_lines, priority_lines
from grutto_web.work.policies.models import Policy, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto_web.people.accounts.models import User

OFFICER = frozenset({Role.OFFICER})
PARTS = (
    "title_en",
    "title_nl",
    "owner",
    "language",
    "document",
    "document_date",
    "holds_from",
    "priorities",
    "budget_lines",
    "threshold",
    "savings",
)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _area() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})


class PolicyForm(ActForm):
    """What a policy says."""

    title_en = forms.CharField(label=_("Name in English"), max_length=200)
    title_nl = forms.CharField(label=_("Name in Dutch"), max_length=200)
    owner = forms.CharField(
        label=_("Organisation whose policy it is"), max_length=100, help_text=_("Its IATI identifier: XM-DAC-7.")
    )
    language = forms.ChoiceField(label=_("Language of its documents"), choices=settings.LANGUAGES)
    document = forms.CharField(
        label=_("Document"), max_length=400, help_text=_("Every value refers to it: name and number.")
    )
    document_date = _day(_("Day of the document"))
    holds_from = _day(_("First day on which it holds"))
    priorities = forms.CharField(
        label=_("Priorities"),
        widget=_area(),
        help_text=_("One a line: code; name in English; name in Dutch; purpose codes of the DAC that belong to it."),
    )
    budget_lines = forms.CharField(
        label=_("Budget lines"),
        required=False,
        widget=_area(),
        help_text=_("One a line: code; name in English; name in Dutch; priorities it pays; 2026=9000000 2027=9500000."),
    )
    threshold = NumberField(
        label=_("Differences from this amount on must be explained (EUR)"),
        required=False,
        min_value=0,
        max_digits=18,
        decimal_places=2,
    )
    savings = forms.BooleanField(
        label=_("Its reports account for savings on reception"),
        required=False,
        help_text=_("It then has a savings ledger. Without the tick its entries are kept, and no report shows them."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Begin with what is written already."""
        record = options.get("record")
        if record is not None:
            options["initial"] = {name: getattr(record, name) for name in PARTS} | dict(options.get("initial", {}))
        super().__init__(*arguments, **options)

    def clean_priorities(self) -> str:
        """Refuse what is not of the form."""
        text: str = self.cleaned_data["priorities"]
        priority_lines(text)
        return text

    def clean_budget_lines(self) -> str:
        """Refuse what is not of the form, or names a priority that is not there."""
        text: str = self.cleaned_data["budget_lines"]
        if "priorities" in self.cleaned_data:
            budget_lines(text, [line.code for line in priority_lines(self.cleaned_data["priorities"])])
        return text

    def clean(self) -> dict[str, Any]:
        """Refuse what is no framework, in the words of the core."""
        if not self.errors:
            tried = Policy(**{name: self.cleaned_data[name] for name in PARTS})
            with tempfile.TemporaryDirectory() as folder:
                write(tried, Path(folder) / "tried")
                try:
                    frameworks.load(Path(folder) / "tried")
                except GruttoError as error:
                    raise forms.ValidationError(error.what) from error
        return self.cleaned_data


class NewPolicyForm(PolicyForm):
    """A new policy, with its code."""

    code = forms.SlugField(
        label=_("Short name"), max_length=60, help_text=_("Small letters, digits and hyphens: nl-2026. It stays.")
    )
    field_order = ("code",)

    def clean_code(self) -> str:
        """Refuse a name that is taken."""
        code: str = self.cleaned_data["code"].lower()
        if code in frameworks.names() or (place() / code).exists():
            raise forms.ValidationError(_("There is a framework of this name already."))
        return code


class Write(Act[Policy]):
    """Write a policy."""

    record, title, creates, after = Policy, _("Write a policy framework"), True, State.WRITTEN
    roles, form = OFFICER, NewPolicyForm

    def change(self, record: Policy, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over what was written."""
        record.code = data["code"]
        for name in PARTS:
            setattr(record, name, data[name])

    def afterwards(self, record: Policy, _actor: User | None) -> None:
        """Write its folder."""
        write(record, place() / record.code)


class Change(Act[Policy]):
    """Change a policy; editions keep what they were made with."""

    record, title, after = Policy, _("Change"), State.WRITTEN
    roles, form, states = OFFICER, PolicyForm, frozenset({State.WRITTEN})

    def change(self, record: Policy, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over what was written."""
        for name in PARTS:
            setattr(record, name, data[name])

    def afterwards(self, record: Policy, _actor: User | None) -> None:
        """Write its folder anew."""
        write(record, place() / record.code)
