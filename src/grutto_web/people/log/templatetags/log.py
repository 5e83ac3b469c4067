"""Entries of the log in words: what was done, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext

from grutto_web.ground.wording import problem_text_of
from grutto_web.people.acts.act import ACTS
from grutto_web.people.log.chain import READ

if TYPE_CHECKING:
    from grutto_web.people.log.models import Entry

register = template.Library()


@register.filter
def reason(entry: Entry) -> str:
    """Write why something was done: what the system kept in the language of the page, a person's words as written."""
    return entry.reason if entry.actor_id else problem_text_of(entry.reason)


@register.filter
def done(entry: Entry) -> str:
    """Return what an act of the log is called now; its name in the log if there is no such act any more."""
    if entry.act == READ:
        return gettext("Personal data were read")
    return str(ACTS[entry.act].title) if entry.act in ACTS else entry.act
