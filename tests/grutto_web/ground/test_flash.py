"""A message is shown once; in production its cookie can be set by this host only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.messages import add_message, get_messages
from django.contrib.messages.constants import INFO
from django.http import HttpResponse

from grutto_web.ground.flash import Flash

if TYPE_CHECKING:
    from django.test import RequestFactory


def test_a_message_is_kept_in_a_cookie_of_that_name(rf: RequestFactory) -> None:
    request, response = rf.get("/"), HttpResponse()
    request._messages = Flash(request)  # type: ignore[attr-defined]
    add_message(request, INFO, "Done.")
    request._messages.update(response)  # type: ignore[attr-defined]
    cookie = response.cookies[settings.MESSAGES_COOKIE_NAME]
    assert (cookie["path"], cookie["domain"], cookie["httponly"]) == ("/", "", True)
    again = rf.get("/")
    again.COOKIES[settings.MESSAGES_COOKIE_NAME] = cookie.value
    again._messages = Flash(again)  # type: ignore[attr-defined]
    assert [str(message) for message in get_messages(again)] == ["Done."]
