"""The pages of judgements: what asks for one, one of them with its figures and history, and the forms."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext

from grutto.locale.reasons import reason_text
from grutto.store.home import Home
from grutto_web.ground.templatetags.grutto import money, number
from grutto_web.ground.wording import language
from grutto_web.people.access import open_to, signed_in
from grutto_web.people.acts.perform import entries, may, versions
from grutto_web.people.acts.views import act_page
from grutto_web.people.roles import Role
from grutto_web.work.judgements.acts import BY_NAME, Rewrite, Write
from grutto_web.work.judgements.forms import CAUSES, CRITERIA, EVIDENCE, typed_number
from grutto_web.work.judgements.models import Judgement, Kind, State
from grutto_web.work.judgements.subjects import TOKEN, figures_of, name_of, subjects_of, survey_of
from grutto_web.work.judgements.survey import start_survey
from grutto_web.work.policies.folders import names, titled

if TYPE_CHECKING:
    from django.http import HttpRequest

    from grutto_web.people.acts.act import Act
    from grutto_web.work.judgements.subjects import Choice, Subject

WORKERS = (Role.OFFICER, Role.REVIEWER, Role.ADOPTER)
SUBJECT = ("framework", "year", "kind", "about")
LISTED = 50
"""Activities that the work list shows of each kind."""


def _framework_and_year(request: HttpRequest) -> tuple[str, int]:
    """Return the framework and the year asked for; those written about last if none was."""
    last = Judgement.objects.order_by("-since").first()
    framework = request.GET.get("framework") or (last.framework if last else names()[-1])
    year = request.GET.get("year", "")
    return framework, int(year) if year.isdecimal() and len(year) == len("2010") else (last.year if last else 0)


@open_to(*WORKERS, Role.AUDITOR)
def judgements(request: HttpRequest) -> HttpResponse:
    """Show what asks for a judgement in a year, and what was written."""
    framework, year = _framework_and_year(request)
    survey = survey_of(framework, year)
    written = Judgement.objects.seen_by(request.user).filter(framework=framework, year=year)
    live = {(j.about, j.kind): j for j in written.exclude(state=State.WITHDRAWN)}
    groups = [(kind, _group(subjects_of(survey), kind, live)) for kind in Kind]
    limits = {kind: None if request.GET.get("all") == kind else LISTED for kind in Kind}
    context = {
        "frameworks": titled(),
        "framework": framework,
        "year": year or "",
        "survey": survey,
        "empty": reason_text(survey.empty, language()) if survey and survey.empty else "",
        "moved": bool(survey and survey.release != Home().current()),
        "groups": [
            (k.value, k.label, rows[: limits[k]], len(rows) - (limits[k] or len(rows))) for k, rows in groups if rows
        ],
        "kinds": Kind.choices,
        "written": [(j, name_of(framework, year, j.about)) for j in written],
        "may_write": may(Write, None, signed_in(request)),
    }
    return render(request, "judgements/list.html", context)


def _group(
    subjects: list[Subject], kind: Kind, live: dict[tuple[str, str], Judgement]
) -> list[tuple[Subject, Judgement | None]]:
    """Return what asks for a judgement of a kind, with the one there is; what must be written and is not on top."""
    rows = [(subject, live.get((subject.about, kind))) for subject in subjects if subject.asks == kind]
    return sorted(rows, key=lambda row: (not row[0].required, row[1] is not None))


@open_to(Role.OFFICER)
def look(request: HttpRequest) -> HttpResponse:
    """Start looking at the figures of a year."""
    framework, year = request.POST.get("framework", ""), request.POST.get("year", "")
    if request.method != "POST" or framework not in names() or not year.isdecimal():
        raise Http404(gettext("Choose a framework and a year first."))
    back = f"{reverse('judgements:list')}?framework={framework}&year={year}"
    return redirect(start_survey(framework, int(year), owner=signed_in(request), back=back))


@open_to(*WORKERS, Role.AUDITOR)
def judgement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a judgement with its figures as they were and are, what can be done, and its history."""
    record = get_object_or_404(Judgement.objects.seen_by(request.user).select_related("author"), pk=pk)
    user, seen = signed_in(request), record.seen_values
    context = {
        "judgement": record,
        "subject": name_of(record.framework, record.year, record.about),
        "texts": [(code, _filled(record, text, code)) for code, text in record.texts.items()],
        "facts": _facts(record),
        "figures": [(c, _seen(c, seen), c.id in seen and seen[c.id] != str(c.value)) for c in figures_of(record)],
        "acts": [(name, act.title) for name, act in BY_NAME.items() if may(act, record, user)],
        "history": list(zip(entries(record), (values for _, values in versions(record)), strict=True)),
    }
    return render(request, "judgements/judgement.html", context)


def _subject(framework: str, year: int, kind: str, about: str) -> Subject | None:
    """Return what the last survey tells of something that a judgement of a kind is about."""
    found = subjects_of(survey_of(framework, year))
    return next((s for s in found if (s.about, s.asks) == (about, kind)), None)


def _lead(framework: str, year: int, kind: str, about: str) -> str:
    """Say what is written about: its name, the year, and the difference that asks for it."""
    subject = _subject(framework, year, kind, about)
    parts = [Kind(kind).label, name_of(framework, year, about), str(year or "")]
    if subject and subject.basis:
        parts.append(f"{gettext('difference')} {subject.basis.text}")
    return " · ".join(str(part) for part in parts if part)


def _filled(judgement: Judgement, text: str, language: str) -> str:
    """Return a text with the values of its figures as they are now."""
    known = {choice.query: choice.texts[language] for choice in figures_of(judgement)}
    return TOKEN.sub(lambda found: known.get(found[1], found[0]), text)


def _seen(choice: Choice, seen: dict[str, str]) -> str:
    """Return the value that a figure had when the judgement was signed."""
    value = seen.get(choice.id)
    if value is None or value == str(choice.value):
        return choice.text if value else ""
    return money(Decimal(value), "EUR") if "€" in choice.text else number(Decimal(value))


def _facts(judgement: Judgement) -> list[tuple[str, str]]:
    """Return what a judgement says besides its text."""
    worded = {"cause": dict(CAUSES), "criterion": dict(CRITERIA), "evidence": dict(EVIDENCE)}
    names = ("cause", "priority", "budget_line", "criterion", "evidence", "reference")
    found = [(name, getattr(judgement, name)) for name in names]
    labels = {name: str(Judgement._meta.get_field(name).verbose_name) for name in names}  # type: ignore[union-attr]
    return [(labels[name], str(worded.get(name, {}).get(value, value))) for name, value in found if value]


@open_to(Role.OFFICER)
def write(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a judgement."""
    if kind not in Kind.values:
        raise Http404
    framework, year = _framework_and_year(request)
    initial = {"framework": framework, "year": year, "kind": kind, "about": request.GET.get("about", "")}
    back = f"{reverse('judgements:list')}?framework={framework}&year={year}"
    return _writing(request, Write, None, back, initial)


@open_to(*WORKERS)
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do something to a judgement."""
    record = get_object_or_404(Judgement.objects.seen_by(request.user), pk=pk)
    if name not in BY_NAME:
        raise Http404(gettext("There is no such step."))
    if BY_NAME[name] is Rewrite:
        return _writing(request, Rewrite, record, record.get_absolute_url(), {})
    about = _lead(record.framework, record.year, record.kind, record.about)
    return act_page(request, BY_NAME[name], record, back=record.get_absolute_url(), about=about)


def _writing(
    request: HttpRequest, kind: type[Act[Judgement]], record: Judgement | None, back: str, initial: dict[str, Any]
) -> HttpResponse:
    """Show the form with the figures that can be put in; a figure chosen is put into the texts, nothing kept yet."""
    query = request.POST.get("put", "")
    about = _lead(**({name: getattr(record, name) for name in SUBJECT} if record else {n: initial[n] for n in SUBJECT}))
    if request.method == "POST" and not query:
        done = gettext("Kept as a draft: it stands in no report until it is signed.")
        return act_page(request, kind, record, back=back, about=about, template="judgements/write.html", done=done)
    data = request.POST.dict() if query else {}
    for field in ("text_en", "text_nl") if query else ():
        data[field] = f"{data.get(field, '').rstrip()} [[{query}]]".lstrip()
    form = kind.form(act=kind(), record=record, actor=signed_in(request), initial=initial | data)
    return render(request, "judgements/write.html", {"act": kind(), "form": form, "back": back, "about": about})


@open_to(Role.OFFICER)
def typed(request: HttpRequest) -> HttpResponse:
    """Tell while one writes that a number was typed; nothing if none was."""
    return HttpResponse(escape(typed_number(request.POST.get(request.headers.get("HX-Trigger-Name", ""), ""))))
