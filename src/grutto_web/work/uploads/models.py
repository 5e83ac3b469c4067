"""An upload: a file that a partner sent, and what becomes of it."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grutto_web.people.accounts.models import Organisation
from grutto_web.people.acts.record import Record, RecordSet
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from grutto_web.people.accounts.models import User

SEE_ALL = frozenset({Role.OFFICER, Role.AUDITOR})


class State(TextChoices):
    """Where an upload is on its way."""

    UPLOADED = "uploaded", _("received")
    CHECKED = "checked", _("checked")
    PREVIEWED = "previewed", _("previewed")
    SUBMITTED = "submitted", _("submitted")
    ACCEPTED = "accepted", _("accepted")
    RELEASED = "released", _("released")
    REFUSED = "refused", _("refused")
    EXPIRED = "expired", _("out of date")
    WITHDRAWN = "withdrawn", _("withdrawn")


OPEN = frozenset({State.UPLOADED, State.CHECKED, State.PREVIEWED, State.SUBMITTED, State.ACCEPTED, State.EXPIRED})


class UploadSet(RecordSet["Upload"]):
    """Uploads."""

    def seen_by(self, user: "User | AnonymousUser") -> Self:
        """Return all to officers and auditors; to partners those of their organisations."""
        if isinstance(user, AnonymousUser):
            return self.none()
        own = [m.organisation_id for m in user.held if m.role == Role.PARTNER]
        return self if user.roles & SEE_ALL else self.filter(organisation__in=own)


class Upload(Record):
    """A file that a partner sent. What belongs to it is kept by digest: see `kept`."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    dataset = models.CharField(_("dataset"), max_length=60)
    name = models.CharField(_("file"), max_length=200)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    iati = models.CharField(max_length=64, blank=True)
    findings = models.CharField(max_length=64, blank=True)
    corrected = models.CharField(max_length=64, blank=True)
    repairs = models.CharField(max_length=64, blank=True)
    release = models.CharField(max_length=80, blank=True)
    preview = models.CharField(max_length=64, blank=True)
    selection = models.CharField(max_length=64, blank=True)
    agreed = models.CharField(max_length=64, blank=True)
    released_digest = models.CharField(max_length=64, blank=True)
    released_as = models.CharField(max_length=80, blank=True)

    objects: ClassVar = UploadSet.as_manager()

    class Meta:
        """The last one first."""

        ordering = ("-since", "-pk")

    def __str__(self) -> str:
        """Return whose file it is."""
        return f"{self.organisation}: {self.dataset} ({self.name})"

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("uploads:upload", args=[self.pk])

    def organisation_concerned(self) -> Organisation:
        """Return whose file it is."""
        return self.organisation

    @property
    def address(self) -> str:
        """What the dataset is known by in releases, whatever the file is called."""
        return f"upload:{self.organisation.identifier}/{self.dataset}"

    @property
    def state_text(self) -> str:
        """The state in words."""
        return str(State(self.state).label)
