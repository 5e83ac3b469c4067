"""Who signed in, and who could not: a line in the log of the server each, without the address that was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

if TYPE_CHECKING:
    from grutto_web.people.accounts.models import User

log = structlog.get_logger("grutto_web.signing_in")


def watch() -> None:
    """Begin to write them down."""
    user_logged_in.connect(_signed_in, dispatch_uid="signed in")
    user_logged_out.connect(_signed_out, dispatch_uid="signed out")
    user_login_failed.connect(_failed, dispatch_uid="not signed in")


def _signed_in(user: User, **_: object) -> None:
    log.info("signed in", person=user.pk)


def _signed_out(user: User | None, **_: object) -> None:
    log.info("signed out", person=user.pk if user else None)


def _failed(**_: object) -> None:
    log.warning("not signed in")
