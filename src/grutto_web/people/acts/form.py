"""What an act asks: its own fields, the version that was seen, and a reason where one is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.act import Act
    from grutto_web.people.acts.record import Record


GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d*)?")


class NumberField(forms.DecimalField):
    """A number with decimals as the reader's language writes them.

    Where they stand after a comma, 250.000 is two hundred and fifty thousand to most readers and 250 to a program:
    nobody signs either unawares.
    """

    def __init__(self, **options: Any) -> None:
        """Take decimals as the language has them."""
        super().__init__(localize=True, **options)

    def to_python(self, value: Any) -> Any:
        """Refuse points between thousands."""
        if get_format("DECIMAL_SEPARATOR") == "," and GROUPED.fullmatch(str(value).strip()):
            raise forms.ValidationError(_("Write thousands without points: 250000, and decimals after a comma."))
        return super().to_python(value)


class ActForm(forms.Form):
    """The form of an act; subclasses add fields."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *arguments: Any, act: Act[Any], record: Record | None, actor: User | None, **options: Any
    ) -> None:
        """Fill in the version shown, and ask for a reason where the act does."""
        options["initial"] = {"version": record.version if record else None} | options.get("initial", {})
        super().__init__(*arguments, **options)
        self.act, self.record, self.actor = act, record, actor
        if act.reason:
            widget = forms.Textarea(attrs={"rows": 3})
            self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=4000, widget=widget)


class FaultForm(ActForm):
    """Why something could not be done."""

    fault = forms.CharField(max_length=4000)
