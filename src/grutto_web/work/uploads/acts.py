"""What is done with uploads: sent, checked, previewed, submitted, accepted or refused, released."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grutto.store.home import Home
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.form import ActForm
from grutto_web.people.roles import Role
from grutto_web.work.uploads import queue
from grutto_web.work.uploads.file_store import keep, keep_json
from grutto_web.work.uploads.forms import SelectionForm, TakingForm, UploadForm
from grutto_web.work.uploads.models import State, Upload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

    from grutto_web.people.accounts.models import Organisation, User

PARTNER, OFFICER = frozenset({Role.PARTNER}), frozenset({Role.OFFICER})


def release_stays(record: Upload) -> Promise | None:
    """Hold the preview to the release that it was made on."""
    moved = Home().current() != record.release
    return _("The data moved on since this preview was made. Preview it again: one click.") if moved else None


class UploadFile(Act[Upload]):
    """Send a file."""

    record, title, creates, after = Upload, _("Send a file"), True, State.UPLOADED
    roles, form = PARTNER, UploadForm

    def organisation(self, record: Upload | None, data: Mapping[str, Any]) -> Organisation | None:
        """Hold it to the organisation whose file it is said to be."""
        return record.organisation if record else data.get("organisation")

    def change(self, record: Upload, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the file as it was sent."""
        file = data["file"]
        record.organisation, record.dataset, record.name = data["organisation"], data["dataset"], file.name
        record.digest, record.size = keep(file)

    def afterwards(self, record: Upload, actor: User | None) -> None:
        """Check and preview it."""
        queue.read(record, actor)


class CheckForm(ActForm):
    """What reading gave."""

    iati = forms.CharField()
    findings = forms.CharField()
    corrected = forms.CharField(required=False)
    repairs = forms.CharField(required=False)


class Check(Act[Upload]):
    """Keep what the checks found."""

    record, title, by_system, form = Upload, _("Check"), True, CheckForm
    states, after = frozenset({State.UPLOADED}), State.CHECKED

    def change(self, record: Upload, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the file as IATI, the findings, and the corrected file with what was mended in it."""
        record.iati, record.findings = data["iati"], data["findings"]
        record.corrected, record.repairs = data["corrected"], data["repairs"]


class PreviewForm(ActForm):
    """A preview, and the release that it was made on."""

    preview = forms.CharField()
    release = forms.CharField(required=False)


class Preview(Act[Upload]):
    """Keep what would change; what a partner agreed to stays submitted if it is still the same."""

    record, title, by_system, form = Upload, _("Preview"), True, PreviewForm
    states = frozenset({State.CHECKED})

    def change(self, record: Upload, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the preview."""
        record.preview, record.release = data["preview"], data["release"]
        agreed = record.agreed == record.preview
        record.state, record.since = State.SUBMITTED if agreed else State.PREVIEWED, timezone.now()
        if not agreed:
            record.agreed = record.selection = ""


class PreviewAgain(Act[Upload]):
    """Preview once more, since the data moved on or the preview did not succeed."""

    record, title, roles = Upload, _("Preview again"), PARTNER | OFFICER
    states = frozenset({State.UPLOADED, State.CHECKED, State.PREVIEWED, State.SUBMITTED, State.EXPIRED})

    def permits(self, actor: User | None, record: Upload | None, _data: Mapping[str, Any]) -> bool:
        """Admit any officer, and the partner."""
        if actor is None or record is None:
            return False
        return bool(actor.roles & OFFICER or actor.roles_in(record.organisation) & PARTNER)

    def change(self, record: Upload, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Begin again, behind the checks if they were done."""
        record.state, record.since = State.CHECKED if record.iati else State.UPLOADED, timezone.now()

    def afterwards(self, record: Upload, actor: User | None) -> None:
        """Preview it."""
        queue.read(record, actor)


class Submit(Act[Upload]):
    """Submit the good part."""

    record, title, roles, form, days = Upload, _("Submit"), PARTNER, SelectionForm, 14
    states, after, guards = frozenset({State.PREVIEWED}), State.SUBMITTED, (release_stays,)

    def change(self, record: Upload, data: Mapping[str, Any], actor: User | None) -> None:
        """Keep what is left out, and what was agreed to."""
        lines = {"left_out_lines": data["left_out_lines"]}
        chosen = SelectionForm(lines, act=self, record=record, actor=actor)
        record.selection, record.agreed = keep_json({"left_out": list(chosen.left_out)}), record.preview


class Accept(Act[Upload]):
    """Accept what was submitted; a release is made of it."""

    record, title, roles, form, days = Upload, _("Accept"), OFFICER, TakingForm, 5
    states, after, guards = frozenset({State.SUBMITTED}), State.ACCEPTED, (release_stays,)
    apart_from = (UploadFile, Submit)

    def organisation(self, _record: Upload | None, _data: Mapping[str, Any]) -> None:
        """Officers accept the files of any organisation."""

    def afterwards(self, record: Upload, actor: User | None) -> None:
        """Make the release."""
        queue.release(record, actor)


class Refuse(Act[Upload]):
    """Refuse what was submitted."""

    record, title, roles, reason = Upload, _("Refuse"), OFFICER, True
    states, after = frozenset({State.SUBMITTED, State.EXPIRED}), State.REFUSED

    def organisation(self, _record: Upload | None, _data: Mapping[str, Any]) -> None:
        """Officers refuse the files of any organisation."""


class RefuseFile(Act[Upload]):
    """Tell that a file cannot be used."""

    record, title, by_system, reason = Upload, _("Refuse the file"), True, True
    states, after = frozenset({State.UPLOADED, State.CHECKED, State.ACCEPTED}), State.REFUSED


class Withdraw(Act[Upload]):
    """Take nothing of it."""

    record, title, roles, reason = Upload, _("Withdraw"), PARTNER, False
    states = frozenset({State.UPLOADED, State.CHECKED, State.PREVIEWED, State.SUBMITTED, State.EXPIRED})
    after = State.WITHDRAWN


class Expire(Act[Upload]):
    """Tell that the data moved on before the release was made."""

    record, title, by_system = Upload, _("Out of date"), True
    states, after = frozenset({State.ACCEPTED}), State.EXPIRED


class ReleaseForm(ActForm):
    """What was released, and in which release."""

    released_digest = forms.CharField()
    released_as = forms.CharField()


class Release(Act[Upload]):
    """Tell that it is released: the receipt."""

    record, title, by_system, form = Upload, _("Put into a release"), True, ReleaseForm
    states, after = frozenset({State.ACCEPTED}), State.RELEASED

    def change(self, record: Upload, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the digest and the release."""
        record.released_digest, record.released_as = data["released_digest"], data["released_as"]
