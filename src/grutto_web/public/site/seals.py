"""Sealed editions for anyone: the whole package, one figure with its proof, and a page that checks such a proof."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from grutto import locale
from grutto.content.display import quantity_text
from grutto.editions.seal.check import Trust
from grutto.editions.seal.proof import PRINTED, ProvenFigure, check_proof, prove
from grutto.editions.seal.state import read_statement
from grutto.errors import SealError, UnknownNameError
from grutto_web.ground.wording import language, sentences
from grutto_web.people.access import ANYONE, open_to
from grutto_web.work.editions import sealing
from grutto_web.work.editions.models import NEEDED, PUBLIC, Publication

if TYPE_CHECKING:
    from django.http import HttpRequest

LARGEST = 2_000_000
"""Bytes of a proof: a figure with its rows, the manifest and two signatures."""


class ProofForm(forms.Form):
    """A proof, and what is printed at the foot of the letter."""

    file = forms.FileField(
        label=gettext_lazy("File of a figure"), help_text=gettext_lazy("It ends in .json, and came from a report.")
    )
    printed = forms.RegexField(
        rf"^[0-9a-fA-F]{{{PRINTED},64}}$",
        label=gettext_lazy("Digits at the foot of the letter"),
        required=False,
        help_text=gettext_lazy("If you have the letter: its sixteen digits show that it is about the same edition."),
    )

    def clean_file(self) -> bytes:
        """Return the bytes of the file; refuse one that no proof is as large as."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(gettext("This file is larger than any proof of a figure."))
        content: bytes = file.read()
        return content


def sealed(edition: str) -> Publication | None:
    """Return what became of a published edition, if two people signed it."""
    found = Publication.objects.filter(edition=edition, state__in=PUBLIC).exclude(manifest="").first()
    return found if found and len(found.signature_texts) >= NEEDED else None


def signed_by(edition: str) -> str:
    """Return who signed a published edition; nothing if it was not sealed."""
    found = sealed(edition)
    return ", ".join(found.signature_texts) if found else ""


def stated(edition: str) -> list[str]:
    """Return what signed statements say became of a published edition, each a sentence; the newest first."""
    found = sealed(edition)
    words = {
        "published": gettext("Published on %(day)s; the package says so, signed."),
        "superseded": gettext("Superseded on %(day)s by a later edition; the package says so, signed."),
        "withdrawn": gettext("Withdrawn on %(day)s; the package says so, signed."),
    }
    statements = [read_statement(text.encode()) for text, _ in found.statements] if found else []
    return [words[one.state] % {"day": locale.day(one.day, language())} for one in reversed(statements)]


def _sealed_or_404(edition: str) -> Publication:
    found = sealed(edition)
    if found is None:
        raise Http404(gettext("This edition was not sealed."))
    return found


@open_to(ANYONE)
def package(request: HttpRequest, edition: str) -> FileResponse:
    """Give a sealed edition as one file: all that it rests on, and the signatures."""
    del request
    return sealing.package_file(_sealed_or_404(edition))


@open_to(ANYONE)
def proof(request: HttpRequest, edition: str, number: int) -> HttpResponse:
    """Give one figure with its proof."""
    del request
    found = _sealed_or_404(edition)
    sealing.keep_signatures(found)
    try:
        content = prove(sealing.package_of(found), number)
    except UnknownNameError as error:
        raise Http404(sentences(error)) from error
    disposition = {"Content-Disposition": f'attachment; filename="{found.framework}-{found.year}-figure-{number}.json"'}
    return HttpResponse(content, content_type="application/json", headers=disposition)


@csrf_exempt  # nothing is changed, and the file is not kept
@open_to(ANYONE)
def check(request: HttpRequest) -> HttpResponse:
    """Check a figure with its proof: is it in an edition that two people signed?"""
    if request.method != "POST":
        return render(request, "public/check.html", {"form": ProofForm()})
    form = ProofForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "public/check.html", {"form": form}, status=422)
    try:
        found = check_proof(form.cleaned_data["file"], Trust(sealing.signers()), form.cleaned_data["printed"])
    except SealError as error:
        return render(request, "public/check.html", {"form": form, "fault": sentences(error)}, status=422)
    return render(request, "public/check.html", {"form": ProofForm(), "found": _figure_content(found, form)})


def _figure_content(found: ProvenFigure, form: ProofForm) -> dict[str, Any]:
    """Return what a page says of a figure that is in its edition."""
    figure, manifest = found.figure, found.manifest
    publication = Publication.objects.filter(manifest=found.manifest_sha256, state__in=PUBLIC).first()
    return {
        "value": _quantity(figure.get("value"), str(figure.get("unit", ""))),
        "figure": figure.get("id", ""),
        "rule": figure.get("rule", ""),
        "rows": figure.get("rows", ""),
        "edition": manifest.edition,
        "year": manifest.year,
        "digits": found.manifest_sha256[:PRINTED],
        "people": ", ".join(found.signed_by),
        "printed": bool(form.cleaned_data["printed"]),
        "publication": publication,
    }


def _quantity(value: object, unit: str) -> str:
    """Return a value with all its digits and its unit, in the language of the page; an unknown one says so."""
    if value is None:
        return gettext("unknown")
    try:
        return quantity_text(Decimal(str(value)).normalize(), unit, language())
    except InvalidOperation:
        return str(value)
