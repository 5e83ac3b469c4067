"""Letters to people, and the links in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.core.signing import BadSignature, TimestampSigner
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

if TYPE_CHECKING:
    from grutto_web.people.accounts.models import Invitation

SALT = "invitation"
DAYS = 7


def invitation_link(invitation: Invitation) -> str:
    """Return the address at which an invitation is accepted; nothing about the person stands in it."""
    token = TimestampSigner(salt=SALT).sign(str(invitation.pk))
    with override(invitation.language):
        return settings.SITE_ADDRESS + reverse("people:invitation", args=[token])


def invitation_in(token: str) -> int | None:
    """Return the key of the invitation of a link, none if it is too old or was changed."""
    try:
        return int(TimestampSigner(salt=SALT).unsign(token, max_age=DAYS * 24 * 60 * 60))
    except (BadSignature, ValueError):
        return None


def send_invitation(invitation: Invitation) -> None:
    """Send the letter, in the language chosen."""
    with override(invitation.language):
        words = {"invitation": invitation, "link": invitation_link(invitation), "days": DAYS}
        subject = gettext("An invitation to Grutto")
        send_mail(subject, render_to_string("people/invitation.txt", words), None, [invitation.email])
