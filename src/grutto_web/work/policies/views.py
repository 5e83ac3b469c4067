"""The pages of policies: the list, one of them with its files, and its forms."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from grutto_web.ground.components import EntryView
from grutto_web.people.access import open_to, signed_in
from grutto_web.people.acts.perform import entries, may
from grutto_web.people.acts.views import act_page
from grutto_web.people.roles import Role
from grutto_web.work.policies import folders
from grutto_web.work.policies.acts import Change, Write
from grutto_web.work.policies.export import files
from grutto_web.work.policies.models import READERS, Policy

if TYPE_CHECKING:
    from django.http import HttpRequest


@open_to(*READERS)
def policies(request: HttpRequest) -> HttpResponse:
    """List the frameworks that were written here, and name the others."""
    found = list(Policy.objects.seen_by(request.user))
    listed = [EntryView(p.code, p.get_absolute_url(), p.title_en) for p in found]
    others = [title for name, title in folders.titled() if name not in {p.code for p in found}]
    content = {"entries": listed, "others": others, "may_write": may(Write, None, signed_in(request))}
    return render(request, "policies/list.html", content)


@open_to(*READERS)
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a policy as its files."""
    record = get_object_or_404(Policy.objects.seen_by(request.user), pk=pk)
    context = {
        "policy": record,
        "files": files(record),
        "may_change": may(Change, record, signed_in(request)),
        "history": entries(record),
    }
    return render(request, "policies/policy.html", context)


@open_to(*READERS)
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the folder of a policy."""
    record = get_object_or_404(Policy.objects.seen_by(request.user), pk=pk)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, text in files(record).items():
            folder.writestr(zipfile.ZipInfo(f"{record.code}/{name}"), text)
    disposition = {"Content-Disposition": f'attachment; filename="{record.code}.zip"'}
    return HttpResponse(out.getvalue(), content_type="application/zip", headers=disposition)


@open_to(Role.OFFICER)
def new(request: HttpRequest) -> HttpResponse:
    """Write a policy."""
    return act_page(request, Write, None, back=reverse("policies:list"))


@open_to(Role.OFFICER)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a policy."""
    record = get_object_or_404(Policy.objects.seen_by(request.user), pk=pk)
    return act_page(request, Change, record, back=record.get_absolute_url(), about=str(record))
