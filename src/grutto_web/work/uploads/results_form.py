"""The form in which a partner fills in results: a row a period of an indicator, and one indicator more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from grutto_web.people.acts.form import NumberField
from grutto_web.work.uploads.results import NewIndicator, PeriodOfIndicator, PeriodResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.forms.boundfield import BoundField

NUMBER: dict[str, Any] = {"required": False, "max_digits": 24, "decimal_places": 6}


class PeriodRow(NamedTuple):
    """A period with the fields in which its result is filled in."""

    period: PeriodOfIndicator
    value: BoundField
    comment: BoundField


class ResultsForm(forms.Form):
    """What was reached in each period; a period that is left empty stays as it is.

    Args:
        periods: those of the activity.
    """

    title = forms.CharField(label=_("What is counted"), max_length=400, required=False)
    percentage = forms.BooleanField(label=_("It is a percentage"), required=False)
    start = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    target = NumberField(label=_("Aimed at"), **NUMBER)
    actual = NumberField(label=_("Reached"), **NUMBER)

    def __init__(self, *arguments: Any, periods: Sequence[PeriodOfIndicator], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.periods = periods
        for n, period in enumerate(periods):
            name = f"{period.indicator}, {period.start} – {period.end}"
            self.fields[f"value-{n}"] = NumberField(label=_("Reached: %(name)s") % {"name": name}, **NUMBER)
            self.fields[f"comment-{n}"] = forms.CharField(
                label=_("Comment: %(name)s") % {"name": name}, max_length=2000, required=False
            )

    def rows(self) -> Iterator[PeriodRow]:
        """Yield each period with its fields."""
        for n, period in enumerate(self.periods):
            yield PeriodRow(period, self[f"value-{n}"], self[f"comment-{n}"])

    def indicator_fields(self) -> list[BoundField]:
        """Return the fields of an indicator more."""
        return [self[name] for name in ("title", "percentage", "start", "end", "target", "actual")]

    @property
    def reached(self) -> dict[int, PeriodResult]:
        """What was filled in, by the place of the period."""
        data = self.cleaned_data
        return {
            n: PeriodResult(data[f"value-{n}"], data[f"comment-{n}"])
            for n in range(len(self.periods))
            if data.get(f"value-{n}") is not None
        }

    @property
    def new(self) -> NewIndicator | None:
        """The indicator that was added, if one was."""
        data = self.cleaned_data
        if not data.get("title"):
            return None
        return NewIndicator(
            data["title"], data["percentage"], data["start"], data["end"], data["target"], data["actual"]
        )

    def clean(self) -> dict[str, Any]:
        """Ask for what an indicator needs, and for at least one result."""
        data = self.cleaned_data
        added = [name for name in ("start", "end", "target", "actual") if data.get(name) is not None]
        if data.get("title") or added:
            for name in ("title", "start", "end", "actual"):
                if data.get(name) in {None, ""} and name not in self.errors:
                    self.add_error(name, _("An indicator needs a name, both days and what was reached."))
            if data.get("start") and data.get("end") and data["end"] < data["start"]:
                self.add_error("end", _("The last day is before the first one."))
        for n in range(len(self.periods)):
            if data.get(f"comment-{n}") and data.get(f"value-{n}") is None and f"value-{n}" not in self.errors:
                self.add_error(f"value-{n}", _("A comment says something about a number: fill it in too."))
        if not self.errors and not self.reached and not self.new:
            raise forms.ValidationError(_("Fill in at least one result."))
        return data
