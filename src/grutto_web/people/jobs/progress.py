"""Starting a task, and telling how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from grutto_web.people.jobs.models import Job

if TYPE_CHECKING:
    from django.tasks import Task, TaskContext

    from grutto_web.people.accounts.models import User


def start(task: Task[..., Any], *arguments: Any, owner: User | None, title: str, back: str) -> Job:
    """Put a task in the queue, and return the job whose page shows its progress.

    Args:
        task: a function under `@task(takes_context=True)`; it may run twice (a worker was killed), so its writing is
            an act or one atomic switch.
        arguments: plain values (JSON): keys of records, not records.
        owner: who sees it.
        title: what it does, in the owner's language.
        back: where the owner goes when it is over.
    """
    with transaction.atomic():
        result = task.enqueue(*arguments)
        return Job.objects.create(id=result.id, owner=owner, title=title, back=back)


def report_step(context: TaskContext[..., Any], step: str, done: int = 0, total: int | None = None) -> None:
    """Tell what the task is doing, and how far it is; outside a transaction, or nobody sees it."""
    Job.objects.filter(pk=context.task_result.id).update(step=step[:200], done=done, total=total)


def conclude(context: TaskContext[..., Any], found: str) -> None:
    """Tell what a task that changes nothing has found: a line each; it is shown when the task is over."""
    Job.objects.filter(pk=context.task_result.id).update(found=found)
