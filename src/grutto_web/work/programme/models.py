"""The name of the programme: each naming is kept, and the last one counts."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grutto_web.people.acts.record import Record, RecordSet


class NameSet(RecordSet["Name"]):
    """Names."""

    def seen_by(self, _user: object) -> Self:
        """Return all: they stand over every page."""
        return self


class Name(Record):
    """What the programme is called from then on, in each language of the reports."""

    en = models.CharField(_("Name in English"), max_length=60)
    nl = models.CharField(_("Name in Dutch"), max_length=60)

    objects: ClassVar = NameSet.as_manager()

    class Meta:
        """The last one first."""

        ordering = ("-since", "-pk")

    def __str__(self) -> str:
        """Return the name in the language of the page, else in English."""
        return str(getattr(self, get_language() or settings.LANGUAGE_CODE, self.en))

    def get_absolute_url(self) -> str:
        """Return the page on which it is changed."""
        return reverse("programme:name")
