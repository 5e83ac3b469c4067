"""What people may do: a role is held in an organisation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """A role; each permission names the roles that have it, and none includes another."""

    READER = "reader", _("Reader")
    PARTNER = "partner", _("Partner")
    OFFICER = "officer", _("Officer")
    REVIEWER = "reviewer", _("Reviewer")
    ADOPTER = "adopter", _("Adopter")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")
    CASEWORKER = "caseworker", _("Caseworker")
    DECIDER = "decider", _("Decider on cases")
    PAYER = "payer", _("Payer")
    MANAGER = "manager", _("Scheme manager")
    DISCLOSURE = "disclosure", _("Disclosure officer")
    PROTECTION = "protection", _("Data protection officer")


OVERSEE_PEOPLE = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
