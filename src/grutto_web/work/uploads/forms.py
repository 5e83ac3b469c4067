"""What the acts on uploads ask."""

from __future__ import annotations

from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.people.accounts.models import Organisation
from grutto_web.people.acts.form import ActForm
from grutto_web.people.roles import Role
from grutto_web.work.uploads.display import money_table
from grutto_web.work.uploads.file_store import read_json
from grutto_web.work.uploads.limits import MOST_BYTES
from grutto_web.work.uploads.previews import read_preview

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.core.files.uploadedfile import UploadedFile

    from grutto.tables.preview import MoneyChange
    from grutto_web.ground.components import TableView
    from grutto_web.work.uploads.previews import PreviewSummary


class UploadForm(ActForm):
    """A file, and of which dataset it is the next version."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), empty_label=None)
    dataset = forms.RegexField(
        r"^[a-z0-9][a-z0-9-]*$",
        label=_("Dataset"),
        max_length=60,
        initial="activities",
        help_text=_("A file replaces the one before of the same dataset. Small letters, digits and hyphens."),
    )
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        validators=[FileExtensionValidator(["xml", "zip", "xlsx"])],
        help_text=_("IATI activities as XML, also zipped, or the spreadsheet. At most 64 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,.zip,.xlsx"}),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the organisations for which somebody is a partner."""
        super().__init__(*arguments, **options)
        own = [m.organisation_id for m in self.actor.held if m.role == Role.PARTNER] if self.actor else []
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=own)  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is too large, whatever the request told."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 64 MB. Send it in parts, as several datasets."))
        file.name = PurePath(file.name or "").name
        return file


class TakingForm(ActForm):
    """What is taken of a preview, confirmed again where much would be lost."""

    confirmed = forms.BooleanField(label=_("Yes, this loss is meant"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Ask to confirm only where there is a loss."""
        super().__init__(*arguments, **options)
        if not self.losses:
            del self.fields["confirmed"]

    @cached_property
    def preview(self) -> PreviewSummary:
        """The preview."""
        return read_preview(self.record.preview)  # type: ignore[union-attr]

    @property
    def left_out(self) -> Collection[str]:
        """Identifiers of activities that are left out."""
        selection = self.record.selection  # type: ignore[union-attr]
        return read_json(selection)["left_out"] if selection else []

    @property
    def money(self) -> list[MoneyChange]:
        """The money before, and after what is taken."""
        return self.preview.money_with(self.left_out)

    @property
    def table(self) -> TableView:
        """The same as a table."""
        return money_table(self.money)

    @property
    def number(self) -> int:
        """How many activities would change."""
        return sum(record.outcome != "behind" for record in self.preview.taken(self.left_out))

    @cached_property
    def losses(self) -> list[str]:
        """Say what more than a fifth would be lost of."""
        many, money = self.preview.losses(self.left_out)
        gone = sum(record.outcome == "removed" for record in self.preview.taken(self.left_out))
        text = gettext("%(n)s of %(all)s activities would go.")
        return ([text % {"n": gone, "all": self.preview.before}] if many else []) + [
            str(_("More than a fifth of the money would go: see the table.")) for _kind in money[:1]
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the second confirmation."""
        if self.losses and not self.cleaned_data.get("confirmed"):
            self.add_error("confirmed", _("More than a fifth would be lost. Tick this if it is meant, or go back."))
        return self.cleaned_data


class SelectionForm(TakingForm):
    """Which activities of a preview are left out."""

    left_out_lines = forms.CharField(required=False, widget=forms.HiddenInput)

    @cached_property
    def left_out(self) -> Collection[str]:
        """Identifiers of activities that are left out, and of those that cannot be taken."""
        text = self.data.get("left_out_lines", "") if self.is_bound else self.initial.get("left_out_lines", "")
        numbers = {int(n) for n in text.split(",") if n.isascii() and n.isdigit() and len(n) < 10}
        chosen = {line.record.identifier for line in self.preview.lines if line.number in numbers}
        return sorted(chosen | self.preview.foreign)

    def clean(self) -> dict[str, Any]:
        """Refuse to take nothing."""
        if not self.number:
            raise forms.ValidationError(_("Nothing would be taken. To take nothing, withdraw the upload."))
        return super().clean()
