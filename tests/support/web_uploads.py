"""People who send, accept and do tasks, for the tests of uploads."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from web_people import PARTNER

from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role
from grutto_web.work.uploads import tasks
from grutto_web.work.uploads.acts import Accept, Submit, UploadFile
from grutto_web.work.uploads.models import State, Upload

if TYPE_CHECKING:
    from web_people import People

    from grutto_web.people.accounts.models import User


class Desk:
    """People who send, accept and do tasks."""

    def __init__(self, person: People) -> None:
        """Make a partner and an officer."""
        self.partner, self.officer = person(Role.PARTNER, PARTNER), person(Role.OFFICER)

    def send(
        self, content: bytes, name: str = "file.xml", dataset: str = "activities", by: User | None = None
    ) -> Upload:
        """Send a file, and check and preview it."""
        actor = by or self.partner
        data = {"organisation": actor.held[0].organisation_id, "dataset": dataset}
        sent = perform(UploadFile, None, actor, data, {"file": SimpleUploadedFile(name, content)})
        return self.done(tasks.read, sent)

    def submit(self, upload: Upload, leave: str = "", **more: Any) -> Upload:
        """Submit a part."""
        by = self.partner if upload.organisation == self.partner.held[0].organisation else more.pop("by")
        return perform(Submit, upload, by, {"left_out_lines": leave, **more})

    def accept(self, upload: Upload, **more: Any) -> Upload:
        """Accept it, and make the release."""
        perform(Accept, upload, self.officer, more)
        return self.done(tasks.release, upload)

    def publish(self, content: bytes, **options: Any) -> Upload:
        """Do all of it."""
        upload = self.accept(self.submit(self.send(content, **options)))
        assert upload.state == State.RELEASED
        return upload

    def done(self, task: Any, upload: Upload) -> Upload:
        """Do a task as the worker does."""
        task.func(SimpleNamespace(task_result=SimpleNamespace(id="5b3c6f0e-0000-4000-8000-000000000001")), upload.pk)
        return Upload.objects.get(pk=upload.pk)
