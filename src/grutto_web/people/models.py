"""A person, an organisation, and the role that a person has in an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class UserManager(BaseUserManager["User"]):
    """How people are found and made."""

    def create_user(self, email: str, name: str, password: str | None = None) -> User:
        """Make a person; without a password they cannot sign in until they chose one."""
        user = self.model(email=email.strip().lower(), name=name.strip())
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person by e-mail address, in any case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who can sign in."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined = models.DateTimeField(_("joined"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    if TYPE_CHECKING:
        memberships: RelatedManager[Membership]

    class Meta:
        """One person an address, however it is written."""

        constraints = (
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="address_in_small_letters"),
        )
        ordering = ("name", "email")

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held in any organisation; read once a request."""
        return frozenset(Role(role) for role in self.memberships.values_list("role", flat=True))


class Organisation(models.Model):
    """An organisation whose people use the site: the ministry, a partner, an audit office."""

    identifier = models.CharField(_("IATI identifier"), max_length=200, unique=True)
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        """By name."""

        ordering = ("name",)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Membership(models.Model):
    """A role of a person in an organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        """A role is held once."""

        constraints = (
            models.UniqueConstraint(fields=("user", "organisation", "role"), name="a_role_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="a_known_role"),
        )

    def __str__(self) -> str:
        """Return who is what where."""
        return f"{self.user}: {Role(self.role).label}, {self.organisation}"
