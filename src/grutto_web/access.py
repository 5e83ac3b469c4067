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

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from grutto_web.people.models import User

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

    def said(view: View) -> View:
        view.audience = audience  # type: ignore[attr-defined]
        return view

    return said


def signed_in(request: HttpRequest) -> User:
    """Return who signed in, in a view that is open to nobody else."""
    if isinstance(request.user, AnonymousUser):
        raise PermissionDenied
    return request.user


def audience_of(view: Callable[..., HttpResponseBase]) -> Audience | None:
    """Return who may open a view, none if that was never said."""
    said: Audience | None = getattr(view, "audience", None)
    return said or OF_LIBRARIES.get(view.__module__.partition(".")[0])


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
        if audience.public or audience.admits(request.user):
            return None
        if isinstance(request.user, AnonymousUser):
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied
