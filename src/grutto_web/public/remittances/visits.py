"""How many visitors a day the comparison has: counted without cookies, and nothing of anybody is kept.

A visitor of a day is told from others by a digest of address and browser with a salt of that day. When the day is over
its number is kept, and salt and digests are deleted: nobody can tell who came, or whether somebody came again.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from grutto_web.public.remittances.models import Salt, Visitor, Visits

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

BOTS = re.compile(
    r"bot|crawl|spider|slurp|archiv|monitor|uptime|preview|fetch|scan|curl|wget|python|java/|go-http|node|headless|http",
    re.IGNORECASE,
)
"""Words in the names that programs give themselves; browsers of people do not have them."""
MOST_REMEMBERED = 100_000
_seen: set[tuple[date, str]] = set()
_salts: dict[date, bytes] = {}


def is_person(request: HttpRequest) -> bool:
    """Tell whether a browser asks, for a page that is read now: no program, no page fetched beforehand."""
    agent = request.headers.get("User-Agent", "")
    ahead = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return bool(agent) and not BOTS.search(agent) and "prefetch" not in ahead


def count(request: HttpRequest) -> None:
    """Count whoever asks once a day."""
    if not is_person(request):
        return
    today = timezone.localdate()
    mark = _mark(request, today)
    if (today, mark) in _seen:
        return
    if len(_seen) > MOST_REMEMBERED:
        _seen.clear()
    _seen.add((today, mark))
    try:
        with transaction.atomic():
            Visitor.objects.create(day=today, mark=mark)
    except DatabaseError:
        return  # another process counted this visitor, or is writing: no page fails for a count


def _mark(request: HttpRequest, day: date) -> str:
    visitor = (
        f"{_address(request)}\n{request.headers.get('User-Agent', '')}\n{request.headers.get('Accept-Language', '')}"
    )
    return hmac.new(_salt(day), visitor.encode(), hashlib.sha256).hexdigest()[:32]


def _address(request: HttpRequest) -> str:
    """Return where a request comes from: in production the web server in front tells it, as the last of the list."""
    trusted = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    passed = request.headers.get("X-Forwarded-For", "").split(",")
    return passed[-1].strip() if trusted and passed[-1].strip() else str(request.META.get("REMOTE_ADDR", ""))


def _salt(day: date) -> bytes:
    if day not in _salts:
        _salts.clear()
        _seen.clear()
        close_days(day)
        record, _new = Salt.objects.get_or_create(day=day, defaults={"salt": secrets.token_bytes(32)})
        _salts[day] = bytes(record.salt)
    return _salts[day]


def close_days(today: date) -> None:
    """Keep the number of visitors of each day that is over; delete what they were told apart by."""
    with transaction.atomic():
        for day in {*Visitor.objects.filter(day__lt=today).values_list("day", flat=True)}:
            of_day = Visitor.objects.filter(day=day)
            Visits.objects.update_or_create(day=day, defaults={"number": of_day.count()})
            of_day.delete()
        Salt.objects.filter(day__lt=today).delete()


def visits_by_year() -> dict[int, tuple[int, int]]:
    """Return, for each year, the daily visitors added up and the number of days counted; today is counted so far."""
    found: dict[int, tuple[int, int]] = {}
    for day, number in Visits.objects.values_list("day", "number"):
        visitors, days = found.get(day.year, (0, 0))
        found[day.year] = visitors + number, days + 1
    today = timezone.localdate()
    if so_far := Visitor.objects.filter(day=today).count():
        visitors, days = found.get(today.year, (0, 0))
        found[today.year] = visitors + so_far, days + 1
    return dict(sorted(found.items()))
