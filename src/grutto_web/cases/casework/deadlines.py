"""Deadlines of the records that somebody sees: on the page of a record, in the list of work, as a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext

from grutto_web.cases.casework.register import REGISTERS
from grutto_web.cases.casework.rules import NoRuleError
from grutto_web.ground.templatetags.grutto import day
from grutto_web.people.acts.waiting import WaitingAct, waiting_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto_web.cases.casework.register import Register
    from grutto_web.cases.casework.terms import Term, TermEnd
    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.record import Record

FOLD = 73
"""Bytes of a line of a calendar file before it is folded (RFC 5545, 3.1), less one for what leads a further line."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when something is to be done about a record.

    Args:
        title: what.
        until: the day in words, or why there is none.
        source: the rule, with its article.
        passed: whether the day has passed.
    """

    title: str
    until: str
    source: str = ""
    passed: bool = False


def deadlines_of(register: Register[Any], record: Record) -> list[Deadline]:
    """Return the deadlines of a record that run."""
    return [deadline for term in register.terms if (deadline := _deadline(term, record))]


def _deadline(term: Term[Any], record: Record) -> Deadline | None:
    try:
        end = term.end(record)
    except NoRuleError as error:
        return Deadline(str(term.title), str(error))
    return None if end is None else Deadline(str(term.title), _until(end), end.rule.source, _passed(end))


def _passed(end: TermEnd) -> bool:
    return end.passed(timezone.localdate())


def _until(end: TermEnd) -> str:
    if end.day is None:
        return gettext("stands still")
    words = [day(end.day)]
    if end.still:
        words.append(gettext("%(days)s days longer, for which it stood still") % {"days": end.still})
    if end.longer:
        words.append(gettext("%(days)s days longer, as was said before its end") % {"days": end.longer})
    if end.was != end.day and end.was:
        words.append(gettext("moved from %(day)s, a day off") % {"day": day(end.was)})
    return "; ".join(words)


def terms_waiting(user: User) -> Iterator[WaitingAct]:
    """Yield each term of a record that somebody sees and can do something about."""
    for register in REGISTERS.values():
        if register.terms and any(act.roles & user.roles for act in register.acts.values()):
            for record in register.model.objects.seen_by(user):
                yield from _waiting(register, record)


def _waiting(register: Register[Any], record: Record) -> Iterator[WaitingAct]:
    for term in register.terms:
        try:
            end = term.end(record)
        except NoRuleError:
            continue
        if end and end.day:
            due = timezone.make_aware(datetime.combine(end.day, time.max))
            yield WaitingAct(term.title, str(record), record.get_absolute_url(), due)


def calendar_of(user: User, host: str) -> str:
    """Return what waits for somebody as a calendar (iCalendar, RFC 5545): one entry a deadline, all day long."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Grutto//casework//EN"]
    for waiting in waiting_for(user):
        lines += _event(waiting, host)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(waiting: WaitingAct, host: str) -> list[str]:
    due, now = timezone.localtime(waiting.due).date(), timezone.now()
    return [
        "BEGIN:VEVENT",
        f"UID:{due:%Y%m%d}-{sha256(f'{waiting.address} {waiting.title}'.encode()).hexdigest()[:16]}@{host}",
        f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(f'{waiting.title}: {waiting.about}')}",
        f"URL:https://{host}{waiting.address}",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line as calendars have it: after so many bytes it goes on in the next, which begins with a space."""
    parts, rest = [], line
    while len(rest.encode()) > FOLD:
        cut = len(rest.encode()[:FOLD].decode(errors="ignore"))
        parts.append(rest[:cut])
        rest = rest[cut:]
    return "\r\n ".join([*parts, rest])
