"""The page on which the programme is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from grutto_web.people.access import open_to
from grutto_web.people.acts.views import act_page
from grutto_web.people.roles import Role
from grutto_web.work.programme.acts import NameProgramme
from grutto_web.work.programme.models import Name

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@open_to(Role.OFFICER, Role.ADMINISTRATOR)
def name(request: HttpRequest) -> HttpResponse:
    """Name the programme, or give it another name."""
    last = Name.objects.first()
    initial = {"en": last.en, "nl": last.nl} if last else {}
    return act_page(request, NameProgramme, None, back=reverse("intakes:begin"), initial=initial)
