"""People for a demonstration: one for each role, with passwords that are printed once."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NamedTuple

from allauth.account.models import EmailAddress

from grutto_web.people.accounts.acts import EnterOrganisation, GiveRole
from grutto_web.people.accounts.models import Organisation, User
from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

MINISTRY, PARTNER, AUDITORS, IMPLEMENTER = "XM-DAC-7", "XM-DAC-41121", "NL-KVK-27378529", "XM-DAC-47066"
ORGANISATIONS = {
    MINISTRY: "Ministry of Foreign Affairs",
    PARTNER: "UNHCR",
    AUDITORS: "Court of Audit",
    IMPLEMENTER: "IOM",
}
NAMES = {
    Role.READER: "Robin de Lezer",
    Role.PARTNER: "Parwin Ahmadi",
    Role.OFFICER: "Olga Officier",
    Role.REVIEWER: "Rachid Bennani",
    Role.ADOPTER: "Anneke Visser",
    Role.AUDITOR: "Arend Rekenaar",
    Role.ADMINISTRATOR: "Adam Beheer",
    Role.CASEWORKER: "Carla Zaak",
    Role.DECIDER: "Dennis Besluit",
    Role.PAYER: "Petra Betaal",
    Role.MANAGER: "Marijke Regel",
    Role.DISCLOSURE: "Diederik Geheim",
    Role.PROTECTION: "Fatima Gegevens",
}
PLACES = {
    Role.PARTNER: PARTNER,
    Role.AUDITOR: AUDITORS,
    Role.CASEWORKER: IMPLEMENTER,
    Role.DECIDER: IMPLEMENTER,
    Role.PAYER: IMPLEMENTER,
}


class DemoPerson(NamedTuple):
    """A person made for a demonstration."""

    role: Role
    email: str
    password: str


def demo_people() -> Iterator[DemoPerson]:
    """Make one person a role, through the acts that make any person; a new password each time it runs."""
    places = {identifier: _organisation(identifier, name) for identifier, name in ORGANISATIONS.items()}
    for role in Role:
        email, password = f"{role}@demo.localhost", secrets.token_urlsafe(12)
        user = User.objects.filter(email=email).first() or _person(email, NAMES[role])
        user.set_password(password)
        user.save()
        if role not in user.roles:
            place = places[PLACES.get(role, MINISTRY)]
            perform(GiveRole, None, None, {"user": user.pk, "organisation": place.pk, "role": role})
        yield DemoPerson(role, email, password)


def _organisation(identifier: str, name: str) -> Organisation:
    known = Organisation.objects.filter(identifier=identifier).first()
    return known or perform(EnterOrganisation, None, None, {"name": name, "identifier": identifier})


def _person(email: str, name: str) -> User:
    user = User.objects.create_user(email, name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
