"""A job: one task as the person who started it sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.tasks import TaskResultStatus
from django.urls import reverse
from django.utils.functional import cached_property
from django_tasks_db.models import DBTaskResult

if TYPE_CHECKING:
    from grutto_web.people.accounts.models import User


class JobSet(models.QuerySet["Job"]):
    """Jobs."""

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return those that somebody started."""
        return self.none() if isinstance(user, AnonymousUser) else self.filter(owner=user)


class Job(models.Model):
    """A task with its progress; it is no record of what people decided, and the worker writes it.

    `done` of `total` steps; `total` is unknown (None) until the task knows it; `found` is what it has found.
    """

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=200)
    back = models.CharField(max_length=300)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    step = models.CharField(max_length=200, blank=True)
    found = models.TextField(blank=True)
    started = models.DateTimeField(auto_now_add=True)

    objects = JobSet.as_manager()

    class Meta:
        """The last one first."""

        ordering = ("-started",)

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the page that shows its progress."""
        return reverse("jobs:job", args=[self.pk])

    @cached_property
    def task(self) -> DBTaskResult[Any, Any] | None:
        """The task itself; none once it was tidied away."""
        return DBTaskResult.objects.filter(pk=self.pk).first()

    @property
    def status(self) -> str:
        """One of Django's: READY, RUNNING, SUCCESSFUL, FAILED; tidied away is SUCCESSFUL."""
        return self.task.status if self.task else TaskResultStatus.SUCCESSFUL

    @property
    def over(self) -> bool:
        """Whether it ended, well or not."""
        return self.status in {TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED}

    @property
    def failed(self) -> bool:
        """Whether it ended badly."""
        return self.status == TaskResultStatus.FAILED
