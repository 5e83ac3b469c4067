"""An entry of the log."""

from __future__ import annotations

import json
from datetime import UTC
from hashlib import sha256
from typing import ClassVar

from django.conf import settings
from django.db import models

BEGINNING = "0" * 64


class Entry(models.Model):
    """One act on one record.

    `digest` is the SHA-256 of `text()`: all other columns, and the digest of the entry before. Triggers of the database
    refuse to change or delete a row (`triggers.py`).
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=100)
    kind = models.CharField(max_length=100)
    record = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    changes = models.JSONField()
    reason = models.TextField(blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    COLUMNS: ClassVar = (
        "number", "actor_id", "act", "kind", "record", "version", "before", "after", "changes", "reason", "previous",
    )  # fmt: skip

    class Meta:
        """In the order of the chain."""

        ordering = ("number",)
        indexes = (models.Index(fields=("kind", "record", "number")), models.Index(fields=("actor", "number")))

    def __str__(self) -> str:
        """Return number and act."""
        return f"{self.number} {self.act}"

    def text(self) -> str:
        """Return what the digest is made of: one JSON object, keys in alphabetical order, ASCII, no spaces."""
        columns = {name: getattr(self, name) for name in self.COLUMNS}
        columns["at"] = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return json.dumps(columns, sort_keys=True, separators=(",", ":"))

    def computed(self) -> str:
        """Return the digest that the entry should have."""
        return sha256(self.text().encode()).hexdigest()
