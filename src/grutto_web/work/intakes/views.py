"""The pages of data brought in: the list, one of them, and the form; and the first steps of a new programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve, reverse
from django.utils.translation import gettext, gettext_lazy

from grutto.store.home import Home
from grutto_web.ground.components import ColumnView, EntryView, TableView
from grutto_web.ground.templatetags.grutto import day
from grutto_web.ground.wording import problem_text_of
from grutto_web.people.access import audience_of, open_to, signed_in
from grutto_web.people.accounts.models import Membership
from grutto_web.people.acts.perform import may, perform
from grutto_web.people.acts.refusals import RefusalError
from grutto_web.people.acts.views import act_page, refused
from grutto_web.people.jobs.models import Job
from grutto_web.people.roles import Role
from grutto_web.work.editions.models import PUBLIC, Publication
from grutto_web.work.editions.sealing import lists_signers
from grutto_web.work.intakes.acts import BringIn
from grutto_web.work.intakes.models import Intake
from grutto_web.work.policies.folders import own_names
from grutto_web.work.programme.models import Name

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from grutto_web.people.accounts.models import User

OUTCOMES = {
    "new": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "unchanged": gettext_lazy("as it was"),
    "same bytes": gettext_lazy("the same as another file"),
    "refused": gettext_lazy("refused"),
    "set aside": gettext_lazy("set aside"),
}


@open_to(Role.OFFICER, Role.AUDITOR)
def intakes(request: HttpRequest) -> HttpResponse:
    """List what was brought in, the last first."""
    page = Paginator(Intake.objects.seen_by(request.user), 50).get_page(request.GET.get("page"))
    entries = [EntryView(str(i), i.get_absolute_url(), day(i.since), i.state_text) for i in page]
    content = {"entries": entries, "page": page, "may_bring": may(BringIn, None, signed_in(request))}
    return render(request, "intakes/list.html", content)


@open_to(Role.OFFICER)
def new(request: HttpRequest) -> HttpResponse:
    """Bring data in, then show how far it is."""
    back = reverse("intakes:list")
    if request.method != "POST":
        return act_page(request, BringIn, None, back=back)
    try:
        record = perform(BringIn, None, signed_in(request), request.POST, request.FILES)
    except RefusalError as refusal:
        return refused(request, refusal, "acts/act.html", {"act": BringIn(), "about": "", "back": back})
    return redirect(_job(record) or record)


@open_to(Role.OFFICER, Role.AUDITOR)
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what became of each file."""
    intake = get_object_or_404(Intake.objects.seen_by(request.user), pk=pk)
    columns = (ColumnView(gettext("File")), ColumnView(gettext("What became of it")), ColumnView(gettext("Why")))
    rows = [[name, str(OUTCOMES.get(outcome, outcome)), problem_text_of(why)] for name, outcome, why in intake.files]
    table = TableView(gettext("Files"), columns, rows) if rows else None
    return render(request, "intakes/intake.html", {"intake": intake, "table": table, "job": _job(intake)})


def _job(intake: Intake) -> Job | None:
    return Job.objects.filter(back__endswith=f"/work/data/{intake.pk}/").first()


class IntakeStep(NamedTuple):
    """A step of a new programme: what, why, whether it is done, and where (empty: not in the browser, or by others)."""

    title: str
    about: str
    done: bool
    address: str = ""


def _opened(name: str, user: User) -> str:
    """Return the address of a page, nothing for who may not open it."""
    address = reverse(name)
    audience = audience_of(resolve(address).func)
    return address if audience and audience.admits(user) else ""


@open_to(Role.OFFICER, Role.ADMINISTRATOR)
def begin(request: HttpRequest) -> HttpResponse:
    """Show the first steps of a new programme, and which of them are done."""
    user = signed_in(request)
    roles = set(Membership.objects.values_list("role", flat=True))
    steps = [
        IntakeStep(
            gettext("Name the programme"),
            gettext("The name stands over every page, in both languages."),
            Name.objects.exists(),
            _opened("programme:name", user),
        ),
        IntakeStep(
            gettext("Invite the people who work on it"),
            gettext("An officer, a reviewer and an adopter: with fewer than three people nothing is published."),
            {Role.OFFICER, Role.REVIEWER, Role.ADOPTER} <= roles,
            _opened("people:list", user),
        ),
        IntakeStep(
            gettext("Bring in data"),
            gettext("Publishers from the IATI registry, rates of exchange, statistics. Partners send their own."),
            bool(Home().current()),
            _opened("intakes:list", user),
        ),
        IntakeStep(
            gettext("Choose the policy framework"),
            gettext("One that is there, or one of your own: priorities, budget lines, what must be explained."),
            Publication.objects.exists() or bool(own_names()),
            _opened("policies:list", user),
        ),
        IntakeStep(
            gettext("Order the first report"),
            gettext("It is made in minutes; you read it before anybody else does, with a list of what it lacks."),
            Publication.objects.exists(),
            _opened("editions:order", user),
        ),
        IntakeStep(
            gettext("Say who may sign"),
            gettext("The administrator of the server puts the list of signers there; publish it on your own site too."),
            lists_signers(),
        ),
        IntakeStep(
            gettext("Publish"),
            gettext("Reviewed by one person, adopted by another, signed by two."),
            Publication.objects.filter(state__in=PUBLIC).exists(),
            _opened("editions:list", user),
        ),
    ]
    return render(request, "intakes/begin.html", {"steps": steps})
