"""Messages shown once, in a cookie that no other host can set."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class Flash(CookieStorage):
    """The storage of Django under a name of our own."""

    cookie_name = settings.MESSAGES_COOKIE_NAME
