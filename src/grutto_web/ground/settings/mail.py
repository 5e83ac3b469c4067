"""How letters (invitations, new passwords) are sent."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit


def mailer(address: str) -> dict[str, object]:
    """Return Django's settings of a mail server given as `smtp://user:password@host:587`.

    The connection is encrypted. Without an address, letters are written to the log.
    """
    if not address:
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(address)
    options = {
        "host": parts.hostname or "localhost",
        "port": parts.port or 587,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": True,
        "timeout": 20,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
