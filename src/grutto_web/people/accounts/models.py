"""A person, an organisation, the role that a person has in an organisation, and an invitation to one."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from grutto_web.people.acts.record import Record, RecordSet
from grutto_web.people.roles import OVERSEE_PEOPLE, Role

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class UserManager(BaseUserManager["User"]):
    """How people are found and made."""

    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        """Make a person; without a password they cannot sign in until they chose one."""
        user = self.model(email=email.strip().lower(), name=name.strip())
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by e-mail address, in any case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who can sign in. What they may do stands in their memberships, which acts change."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined = models.DateTimeField(_("joined"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    if TYPE_CHECKING:
        memberships: RelatedManager["Membership"]

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
    def held(self) -> tuple["Membership", ...]:
        """The roles held now, with their organisations; read once a request."""
        return tuple(self.memberships.filter(state=Membership.HELD).select_related("organisation"))

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held in any organisation."""
        return frozenset(Role(membership.role) for membership in self.held)

    def roles_in(self, organisation: "Organisation") -> frozenset[Role]:
        """Return the roles held in one organisation."""
        return frozenset(Role(m.role) for m in self.held if m.organisation_id == organisation.pk)


class OrganisationSet(RecordSet["Organisation"]):
    """Organisations."""

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return all to who oversees people, else one's own."""
        if isinstance(user, AnonymousUser):
            return self.none()
        return self if user.roles & OVERSEE_PEOPLE else self.filter(pk__in=[m.organisation_id for m in user.held])


class Organisation(Record):
    """An organisation whose people use the site: the ministry, a partner, an audit office."""

    identifier = models.CharField(
        _("IATI identifier"), max_length=200, unique=True, help_text=_("As in IATI files: XM-DAC-7, NL-KVK-41150298.")
    )
    name = models.CharField(_("name"), max_length=300)

    objects = OrganisationSet.as_manager()

    class Meta:
        """By name."""

        ordering = ("name",)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class MembershipSet(RecordSet["Membership"]):
    """Memberships."""

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return all to who oversees people, else one's own."""
        if isinstance(user, AnonymousUser):
            return self.none()
        return self if user.roles & OVERSEE_PEOPLE else self.filter(user=user)


class MembershipState(models.TextChoices):
    """Whether a role is held."""

    HELD = "held", _("held")
    ENDED = "ended", _("ended")


class Membership(Record):
    """A role of a person in an organisation; one that ended stays, with its end."""

    HELD, ENDED = MembershipState

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    objects = MembershipSet.as_manager()

    class Meta:
        """A role is held once at a time."""

        constraints = (
            models.UniqueConstraint(
                fields=("user", "organisation", "role"), condition=models.Q(state="held"), name="a_role_once"
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="a_known_role"),
        )
        ordering = ("organisation__name", "role")

    @property
    def state_text(self) -> str:
        """The state in words."""
        return str(MembershipState(self.state).label)

    def __str__(self) -> str:
        """Return the role and where it is held."""
        return f"{Role(self.role).label}, {self.organisation}"


class InvitationSet(RecordSet["Invitation"]):
    """Invitations."""

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return all to who oversees people."""
        return self if not isinstance(user, AnonymousUser) and user.roles & OVERSEE_PEOPLE else self.none()


class InvitationState(models.TextChoices):
    """What became of an invitation."""

    SENT = "sent", _("sent")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Invitation(Record):
    """A role offered to somebody by letter; it is taken by who can read letters to that address."""

    SENT, ACCEPTED, WITHDRAWN = InvitationState
    PERSONAL = frozenset({"email", "name"})

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    language = models.CharField(_("language of the letter"), max_length=5)

    objects = InvitationSet.as_manager()

    class Meta:
        """The last one first."""

        ordering = ("-since",)

    def __str__(self) -> str:
        """Return who is invited."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the list on which it stands."""
        return reverse("people:list")
