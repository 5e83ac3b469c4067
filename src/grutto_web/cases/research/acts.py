"""What is done to a study; what is designed is frozen once the work begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.days import day_field, not_to_come
from grutto_web.cases.research.models import PUBLISH_WITHIN, Kind, State, Study, Use
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.form import ActForm
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from grutto_web.people.accounts.models import User

OFFICER = frozenset({Role.OFFICER})
BEFORE_THE_END = frozenset({State.REGISTERED, State.FIELDWORK, State.DELIVERED})


def _text(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=8000, widget=forms.Textarea(attrs={"rows": 5}), help_text=help_text)


class StudyForm(ActForm):
    """A study as it is meant."""

    code = forms.SlugField(label=_("Code"), max_length=60, help_text=_("Short and lasting: is-academie-migration"))
    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    institution = forms.CharField(label=_("Carried out by"), max_length=300)
    question = _text(_("Question"), _("What should be known at the end that is not known now?"))
    method = _text(_("Method"), _("Who or what is studied, how it is chosen, how it is looked at."))
    parts = forms.IntegerField(label=_("Number of studies"), min_value=1, required=False)
    paid_eur = forms.DecimalField(
        label=_("Paid, in euros"), min_value=0, max_digits=14, decimal_places=2, required=False
    )
    starts_on = day_field(_("Begins"), required=False)
    expected_from = day_field(_("Results expected from"), required=False)
    expected_until = day_field(
        _("Results expected by"), required=False, help_text=_("The last day of a quarter or year.")
    )
    source = forms.CharField(label=_("Source"), max_length=300, help_text=_("Where all this is written."))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Show what is known already."""
        record = options.get("record")
        if record is not None:
            known = {name: getattr(record, name) for name in self.base_fields if hasattr(record, name)}
            options["initial"] = known | dict(options.get("initial") or {})
        super().__init__(*arguments, **options)

    def clean_code(self) -> str:
        """Refuse a code that another study has."""
        code = str(self.cleaned_data["code"])
        others = Study.objects.exclude(pk=self.record.pk) if self.record else Study.objects.all()
        if others.filter(code=code).exists() and self.record:
            raise forms.ValidationError(gettext("Another study has this code."))
        return code

    def clean(self) -> dict[str, Any]:
        """Refuse days out of order."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = data.get("expected_from"), data.get("expected_until")
        if since and until and since > until:
            self.add_error("expected_until", gettext("This is before the first day on which results are expected."))
        return data


def known_once(study: Study) -> str | None:
    """Give each code once."""
    others = Study.objects.filter(code=study.code).exclude(pk=study.pk)
    return gettext("Another study has this code.") if others.exists() else None


class RegisterStudy(Act[Study]):
    """Register a study, before its results are known."""

    record, title, creates, after = Study, _("Register a study"), True, State.REGISTERED
    roles, form, guards = OFFICER, StudyForm, (known_once,)

    def change(self, record: Study, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over all of it."""
        for name in StudyForm.base_fields:
            if name != "version":
                setattr(record, name, data[name])


class Amend(RegisterStudy):
    """Change it before the work begins: a minor version."""

    title, creates, states = _("Change"), False, frozenset({State.REGISTERED})

    def change(self, record: Study, data: Mapping[str, Any], actor: User | None) -> None:
        """Take over all of it, as the next minor version."""
        super().change(record, data, actor)
        record.minor += 1


class DayForm(ActForm):
    """A day that has been."""

    day = day_field(_("On which day"))

    def clean_day(self) -> date | None:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["day"])


class Begin(Act[Study]):
    """Begin: from now on question and method are frozen."""

    record, title, form = Study, _("The work has begun"), DayForm
    states, after, roles = frozenset({State.REGISTERED}), State.FIELDWORK, OFFICER

    def change(self, record: Study, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the day."""
        record.begun_on = data["day"]


class DesignForm(ActForm):
    """Question and method."""

    question = StudyForm.base_fields["question"]
    method = StudyForm.base_fields["method"]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Show both as they are."""
        study = options.get("record")
        if isinstance(study, Study):
            known = {"question": study.question, "method": study.method}
            options["initial"] = known | dict(options.get("initial") or {})
        super().__init__(*arguments, **options)

    def clean(self) -> dict[str, Any]:
        """Refuse a change that changes nothing."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        study = self.record
        if isinstance(study, Study) and (data.get("question"), data.get("method")) == (study.question, study.method):
            raise forms.ValidationError(gettext("Question and method are as they were."))
        return data


class ChangeDesign(Act[Study]):
    """Change question or method though the work has begun: a new major version, with the text before beside it."""

    record, title, reason, form = Study, _("Change question or method"), True, DesignForm
    states, roles = frozenset({State.FIELDWORK, State.DELIVERED}), OFFICER

    def change(self, record: Study, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over both, as the next major version."""
        record.question, record.method = data["question"], data["method"]
        record.major, record.minor = record.major + 1, 0


def delivered_after_beginning(study: Study) -> str | None:
    """Deliver after beginning."""
    if study.begun_on and study.delivered_on and study.delivered_on < study.begun_on:
        return gettext("This is before the day on which the work began.")
    return None


class Deliver(Act[Study]):
    """The results were handed over."""

    record, title, form, guards = Study, _("Results were delivered"), DayForm, (delivered_after_beginning,)
    states, after, roles = frozenset({State.FIELDWORK}), State.DELIVERED, OFFICER

    def change(self, record: Study, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the day."""
        record.delivered_on = data["day"]


class PublishForm(DayForm):
    """Where and when."""

    address = forms.URLField(
        label=_("Address of the publication"), max_length=500, assume_scheme="https", help_text=_("Best a DOI.")
    )


class Publish(Act[Study]):
    """The results are public."""

    record, title, form, days = Study, _("Results were published"), PublishForm, PUBLISH_WITHIN
    states, after, roles = frozenset({State.DELIVERED}), State.PUBLISHED, OFFICER

    def change(self, record: Study, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep where and when."""
        record.published_on, record.address = data["day"], data["address"]


class Stop(Act[Study]):
    """Stop: it stays in the register, with the reason."""

    record, title, reason = Study, _("Stopped"), True
    states, after, roles = BEFORE_THE_END, State.STOPPED, OFFICER


class ClaimForm(ActForm):
    """What was done with it, and the document that shows it."""

    policy = forms.CharField(label=_("What policy did with it"), max_length=500)
    document = forms.CharField(
        label=_("Document that shows it"), max_length=500, required=False,
        help_text=_("Letter, decision or instruction; without one it is listed as used without a document."),
    )  # fmt: skip
    document_on = day_field(_("Date of the document"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for document and date together."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(data.get("document")) != bool(data.get("document_on")):
            raise forms.ValidationError(gettext("Give a document and its date, or neither."))
        return data


class RecordUse(Act[Study]):
    """Record what policy did with it."""

    record, title, form, roles = Study, _("Record a use"), ClaimForm, OFFICER
    states = frozenset(set(State) - {State.REGISTERED})

    def change(self, record: Study, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep it."""
        Use(study=record, policy=data["policy"], document=data["document"], document_on=data["document_on"]).save()


class DocumentForm(ActForm):
    """The document of a use that was claimed."""

    use = forms.ModelChoiceField(Use.objects.none(), label=_("Use"))
    document = forms.CharField(label=_("Document that shows it"), max_length=500)
    document_on = day_field(_("Date of the document"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the uses that have no document."""
        super().__init__(*arguments, **options)
        claimed = Use.objects.filter(study__pk=self.record.pk, document="") if self.record else Use.objects.none()
        self.fields["use"].queryset = claimed  # type: ignore[attr-defined]


class DocumentUse(Act[Study]):
    """Show a use by its document."""

    record, title, form, roles = Study, _("Add the document of a use"), DocumentForm, OFFICER
    states = RecordUse.states

    def change(self, _record: Study, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the document."""
        use: Use = data["use"]
        use.document, use.document_on = data["document"], data["document_on"]
        use.save()


BY_NAME: dict[str, type[Act[Study]]] = {
    "change": Amend,
    "begin": Begin,
    "design": ChangeDesign,
    "deliver": Deliver,
    "publish": Publish,
    "use": RecordUse,
    "document": DocumentUse,
    "stop": Stop,
}
