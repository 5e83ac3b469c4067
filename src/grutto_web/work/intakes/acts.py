"""Bringing data in: an officer asks, a worker does it."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grutto_web.people.acts.act import Act
from grutto_web.people.acts.form import ActForm, FaultForm
from grutto_web.people.roles import Role
from grutto_web.work.intakes.models import Intake, State
from grutto_web.work.uploads.file_store import keep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto_web.people.accounts.models import User


class IntakeForm(ActForm):
    """What is brought in."""

    publisher = forms.RegexField(
        r"^[A-Za-z0-9_.-]+$",
        label=_("Publisher in the IATI registry"),
        max_length=100,
        required=False,
        help_text=_("Its short name, as in its address there: all its files are fetched."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        max_length=200,
        required=False,
        help_text=_("IATI, rates of exchange or official statistics, as their makers give them."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of both."""
        if bool(self.cleaned_data.get("publisher")) == bool(self.cleaned_data.get("file")) and not self.errors:
            raise forms.ValidationError(_("Name a publisher, or choose a file."))
        return self.cleaned_data


class BringIn(Act[Intake]):
    """Bring data in."""

    record, title, creates, after = Intake, _("Bring in data"), True, State.ORDERED
    roles, form = frozenset({Role.OFFICER}), IntakeForm

    def change(self, record: Intake, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep what was asked for."""
        record.publisher = data["publisher"]
        if data["file"]:
            record.name = PurePath(data["file"].name).name
            record.digest, _size = keep(data["file"])

    def afterwards(self, record: Intake, actor: User | None) -> None:
        """Let a worker do it."""
        from grutto_web.work.intakes.tasks import start_bringing  # noqa: PLC0415 - it performs the acts of this file

        start_bringing(record, actor)


class FinishForm(ActForm):
    """What became of each file, and the release."""

    found = forms.JSONField(required=False)
    release = forms.CharField(required=False)


class Finish(Act[Intake]):
    """It was brought in."""

    record, title, by_system, form = Intake, _("Brought in"), True, FinishForm
    states, after = frozenset({State.ORDERED}), State.DONE

    def change(self, record: Intake, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep what was found."""
        record.found, record.release = json.dumps(data["found"] or [], ensure_ascii=False), data["release"]


class Fail(Act[Intake]):
    """It could not be brought in."""

    record, title, by_system, form = Intake, _("Could not be brought in"), True, FaultForm
    states, after = frozenset({State.ORDERED}), State.FAILED

    def change(self, record: Intake, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep why."""
        record.fault = data["fault"]
