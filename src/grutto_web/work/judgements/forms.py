"""What a judgement asks, by its kind; a typed number is refused in the field in which it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from grutto.content.bare_digits import DIGIT
from grutto.errors import GruttoError
from grutto.locale import pick
from grutto_web.ground.catalogue import catalogue_of
from grutto_web.ground.wording import sentences
from grutto_web.people.acts.form import ActForm
from grutto_web.work.judgements.models import Kind
from grutto_web.work.judgements.subjects import TOKEN, choices, subjects_of, survey_of
from grutto_web.work.policies.folders import load

if TYPE_CHECKING:
    from grutto_web.work.judgements.subjects import Choice

CAUSES = (
    ("late-start", _("late start")),
    ("volume", _("fewer units than planned")),
    ("duration", _("shorter than planned")),
    ("price", _("other price than planned")),
    ("exchange-rate", _("exchange rate")),
    ("lower-uptake", _("lower uptake than planned")),
    ("cancelled", _("cancelled")),
    ("administrative", _("administrative")),
    ("other", _("other")),
)
CRITERIA = (
    ("relevance", _("relevance")),
    ("coherence", _("coherence")),
    ("effectiveness", _("effectiveness")),
    ("efficiency", _("efficiency")),
    ("impact", _("impact")),
    ("sustainability", _("sustainability")),
)
"""The criteria of the OECD's Development Assistance Committee for evaluation (2019)."""
EVIDENCE = (
    ("strong", _("strong: independent evaluation or audited data")),
    ("moderate", _("moderate: own monitoring, checked")),
    ("weak", _("weak: reported by the partner, not checked")),
    ("none", _("none: opinion of the officer")),
)
FIELDS = {
    Kind.CAUSE: {"cause"},
    Kind.ATTRIBUTION: {"priority", "budget_line"},
    Kind.ASSESSMENT: {"criterion", "evidence"},
    Kind.NARRATIVE: set(),
}
"""Kind to the fields that it alone has."""
TYPED = _("A number is typed here. Choose the figure from the list, so that it leads to its source.")


def typed_number(text: str) -> str:
    """Return what is wrong with a text in which a number was typed; nothing if none was."""
    return str(TYPED) if DIGIT.search(TOKEN.sub("", text)) else ""


def _area(field: str) -> forms.Textarea:
    """Return a field for prose that is looked at while one writes."""
    attributes = {
        "rows": 8,
        "hx-post": reverse_lazy("judgements:typed"),
        "hx-trigger": "input changed delay:400ms",
        "hx-target": f"#typed-{field}",
    }
    return forms.Textarea(attrs=attributes)


class JudgementForm(ActForm):
    """A judgement."""

    framework = forms.CharField(max_length=100, widget=forms.HiddenInput)
    year = forms.IntegerField(min_value=1000, max_value=9998, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.HiddenInput)
    about = forms.CharField(
        label=_("About"), max_length=300, help_text=_("Identifier of an activity, or as the work list names it.")
    )
    cause = forms.ChoiceField(label=_("Cause"), choices=CAUSES)
    priority = forms.ChoiceField(label=_("Priority"), required=False)
    budget_line = forms.ChoiceField(label=_("Budget line"), required=False)
    criterion = forms.ChoiceField(label=_("Criterion"), choices=CRITERIA)
    evidence = forms.ChoiceField(label=_("Evidence"), choices=EVIDENCE)
    reference = forms.CharField(label=_("Document it rests on"), max_length=300, required=False)
    text_en = forms.CharField(label=_("Text in English"), required=False, widget=_area("text_en"))
    text_nl = forms.CharField(label=_("Text in Dutch"), required=False, widget=_area("text_nl"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Leave out what another kind asks; what is written already stands in the fields."""
        record = options.get("record")
        if record is not None:
            written = {name: getattr(record, name) for name in self.base_fields if hasattr(record, name)}
            options["initial"] = written | dict(options.get("initial", {}))
        super().__init__(*arguments, **options)
        kind = self._chosen("kind")
        for other, names in FIELDS.items():
            for name in names if other != kind else ():
                del self.fields[name]
        if kind == Kind.ATTRIBUTION:
            self._offer_places()

    @property
    def figures(self) -> list[Choice]:
        """The figures that can be put into the texts."""
        return choices(*self._year, self._chosen("about"))

    @property
    def surveyed(self) -> bool:
        """The figures of the year were looked at."""
        return survey_of(*self._year) is not None

    @property
    def _year(self) -> tuple[str, int]:
        """The framework and its year."""
        year = self._chosen("year")
        return self._chosen("framework"), int(year) if year.isdecimal() else 0

    @property
    def short(self) -> list[forms.BoundField]:
        """All fields but the texts, which stand side by side below."""
        return [field for field in self if not field.name.startswith("text_")]

    def _chosen(self, name: str) -> str:
        return str(self.data.get(name) or self.initial.get(name) or "")

    def _offer_places(self) -> None:
        """Offer the priorities and budget lines of the framework."""
        try:
            policy, code = load(self._chosen("framework")), get_language() or "en"
        except GruttoError:
            return
        for name, parts in (("priority", policy.priority), ("budget_line", policy.budget_line)):
            offered = [(part.code, f"{part.code} · {pick(part.name, code)}") for part in parts]
            self.fields[name].choices = [("", gettext("as the rules say")), *offered]  # type: ignore[attr-defined]

    def clean_text_en(self) -> str:
        """Refuse a typed number, and a figure that nobody chose from the list."""
        return self._prose("text_en")

    def clean_text_nl(self) -> str:
        """Refuse a typed number, and a figure that nobody chose from the list."""
        return self._prose("text_nl")

    def _prose(self, field: str) -> str:
        text = str(self.cleaned_data[field])
        if wrong := typed_number(text):
            raise forms.ValidationError(wrong)
        data = self.cleaned_data
        known = {
            choice.query for choice in choices(data.get("framework", ""), data.get("year", 0), data.get("about", ""))
        }
        for query in TOKEN.findall(text):
            if query not in known:
                raise forms.ValidationError(gettext("This figure is not in the list: [[%(query)s]]") % {"query": query})
        return text

    def clean_framework(self) -> str:
        """Refuse a framework that does not exist."""
        try:
            return load(str(self.cleaned_data["framework"])).id
        except GruttoError as error:
            raise forms.ValidationError(sentences(error)) from None

    def clean_about(self) -> str:
        """Refuse what is neither on the work list nor an activity of the release."""
        about, data = str(self.cleaned_data["about"]), self.cleaned_data
        listed = {s.about for s in subjects_of(survey_of(data.get("framework", ""), data.get("year", 0)))}
        if about not in listed and not about.startswith("line:") and not _is_activity(about):
            raise forms.ValidationError(gettext("There is no activity with this identifier."))
        return about

    def clean(self) -> dict[str, Any]:
        """Ask for a text, and for a place where an activity is attributed."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not (data.get("text_en") or data.get("text_nl")) and not {"text_en", "text_nl"} & set(self.errors):
            raise forms.ValidationError(gettext("Write it in at least one language."))
        if data.get("kind") == Kind.ATTRIBUTION and not (data.get("priority") or data.get("budget_line")):
            raise forms.ValidationError(gettext("Choose a priority, a budget line or both."))
        return data


def _is_activity(identifier: str) -> bool:
    try:
        return catalogue_of().activity(identifier) is not None
    except GruttoError:
        return False
