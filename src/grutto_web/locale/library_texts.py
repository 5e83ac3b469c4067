"""Texts of Django and allauth that readers see, and that they do not translate (well) themselves."""

from django.utils.translation import gettext_noop, ngettext_lazy

LIBRARY_TEXTS = (
    gettext_noop("- Select an option -"),
    gettext_noop("Authenticator code"),
    gettext_noop("Passkey"),
    gettext_noop("The password is too similar to the %(verbose_name)s."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
)
