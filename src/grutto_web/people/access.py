"""Who may open a page: each view says it, and a view that says nothing is open to nobody.

```
@open_to(ANYONE)
@open_to(SIGNED_IN)
@open_to(Role.OFFICER, Role.AUDITOR)
```
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from grutto_web.people.accounts.models import User

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may open a page.

    Args:
        public: people who did not sign in, too.
        roles: one of these is needed; none named means that signing in is enough.
    """

    public: bool = False
    roles: frozenset[Role] = frozenset()

    def admits(self, user: User | AnonymousUser) -> bool:
        """Tell whether somebody may open it."""
        if self.public or isinstance(user, AnonymousUser):
            return self.public
        return not self.roles or bool(self.roles & user.roles)


ANYONE = Audience(public=True)
SIGNED_IN = Audience()
# Views of libraries cannot say it themselves; these guard their own pages.
OF_LIBRARIES = {"allauth": ANYONE, "ninja": ANYONE}


def open_to[View: Callable[..., HttpResponseBase]](*who: Role | Audience) -> Callable[[View], View]:
    """Say who may open a view: one audience, or roles."""
    roles = frozenset(each for each in who if isinstance(each, Role))
    audience = next((each for each in who if isinstance(each, Audience)), None) or Audience(roles=roles)

    def with_audience(view: View) -> View:
        view.audience = audience  # type: ignore[attr-defined]
        return view

    return with_audience


def signed_in(request: HttpRequest) -> User:
    """Return who signed in, in a view that is open to nobody else."""
    if isinstance(request.user, AnonymousUser):
        raise PermissionDenied
    return request.user


def audience_of(view: Callable[..., HttpResponseBase]) -> Audience | None:
    """Return who may open a view, none if that was never said."""
    audience: Audience | None = getattr(view, "audience", None)
    return audience or OF_LIBRARIES.get(view.__module__.partition(".")[0])


class AccessMiddleware:
    """Asks somebody who did not sign in to do so, and refuses who may not open a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers requests."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Let the view answer, or say why it does not."""
        audience = audience_of(view)
        if audience is None:
            log.error("%s.%s does not say who may open it", view.__module__, view.__qualname__)
            raise PermissionDenied
        if audience.public:
            return None
        if isinstance(request.user, AnonymousUser):
            return _ask_to_sign_in(request)
        if not audience.admits(request.user):
            raise PermissionDenied
        return _ask_second_factor(request, request.user)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the page to sign in and back again; HTMX would put that page into a corner of the one shown."""
    if request.headers.get("HX-Request"):
        path = urlsplit(request.headers.get("HX-Current-URL", "/")).path
        return HttpResponse(headers={"HX-Redirect": redirect_to_login(path).url})
    return redirect_to_login(request.get_full_path())


def _ask_second_factor(request: HttpRequest, user: User) -> HttpResponse | None:
    """Send who works here to set up a second factor, where the site asks for one."""
    if not settings.SECOND_FACTOR_REQUIRED or not user.roles or is_mfa_enabled(user):
        return None
    messages.warning(request, gettext("Your role needs a second factor. Set up an app or a security key first."))
    return redirect("mfa_index")
