"""Naming the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grutto_web.ground.name_cache import forget, forget_everywhere
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.form import ActForm
from grutto_web.people.roles import Role
from grutto_web.work.programme.models import Name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto_web.people.accounts.models import User


class NameForm(ActForm):
    """The name in both languages of the reports."""

    en = forms.CharField(label=_("Name in English"), max_length=60, help_text=_("It stands over every page."))
    nl = forms.CharField(label=_("Name in Dutch"), max_length=60)


class NameProgramme(Act[Name]):
    """Name the programme."""

    record, title, creates, form = Name, _("Name the programme"), True, NameForm
    roles = frozenset({Role.OFFICER, Role.ADMINISTRATOR})

    def change(self, record: Name, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the name."""
        record.en, record.nl = data["en"], data["nl"]
        forget()

    def afterwards(self, _record: Name, _actor: User | None) -> None:
        """Let every page bear it."""
        forget_everywhere()
