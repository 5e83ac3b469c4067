"""Quotes on their way to readers, who compares them, and what is taken over from the surveys of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grutto.remittances.price import cost_percent, margin_percent
from grutto_web.people.accounts.models import Organisation
from grutto_web.people.acts.record import Record, RecordSet
from grutto_web.people.roles import Role
from grutto_web.public.remittances.public.wording import GET, PAY, wording

if TYPE_CHECKING:
    from decimal import Decimal

    from grutto_web.people.accounts.models import User

SEE_ALL = frozenset({Role.OFFICER, Role.REVIEWER, Role.AUDITOR})


class State(TextChoices):
    """Where a quote is on its way."""

    DRAFT = "draft", _("waits for a second person")
    PUBLISHED = "published", _("published")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


def _rate() -> models.DecimalField[Decimal, Decimal]:
    return models.DecimalField(max_digits=24, decimal_places=10)


def _money() -> models.DecimalField[Decimal, Decimal]:
    return models.DecimalField(max_digits=14, decimal_places=2)


class Provider(models.Model):
    """Who sends money for people."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    fictional = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Service(models.Model):
    """A way in which a provider sends money: how one pays, where, how and where it is paid out, how long it takes."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="services")
    instrument = models.CharField(max_length=20)
    access = models.CharField(max_length=20)
    pickup = models.CharField(max_length=20)
    coverage = models.CharField(max_length=20)
    speed = models.CharField(max_length=20)

    class Meta:
        """One of each."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("provider", "instrument", "access", "pickup", "coverage", "speed"), name="one_service"
            )
        ]

    def __str__(self) -> str:
        """Return whose service it is."""
        return f"{self.provider}: {self.instrument}, {self.pickup}"


class Round(models.Model):
    """A file of quotes that came in together."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    came = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.name


class QuoteSet(RecordSet["Quote"]):
    """Quotes."""

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return all to officers, reviewers and auditors; to partners those that they brought."""
        if isinstance(user, AnonymousUser):
            return self.none()
        own = [m.organisation_id for m in user.held if m.role == Role.PARTNER]
        return self if user.roles & SEE_ALL else self.filter(organisation__in=own)


class Quote(Record):
    """One price, as it was asked on one day: see `grutto.remittances.quote`."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="quotes", null=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="quotes")
    source = models.CharField(max_length=3)
    destination = models.CharField(max_length=3)
    amount = _money()
    send_currency = models.CharField(max_length=3)
    fee = _money()
    receive_currency = models.CharField(max_length=3)
    applied_rate = models.DecimalField(max_digits=24, decimal_places=10, null=True)
    reference_rate = _rate()
    reference_source = models.CharField(max_length=200)
    reference_at = models.DateField()
    promotion = models.BooleanField()
    own_price = models.BooleanField()
    mystery_shopped = models.BooleanField()
    collected_on = models.DateField()
    collector = models.CharField(max_length=120)
    evidence = models.CharField(max_length=400, blank=True)
    raw = models.TextField()
    digest = models.CharField(max_length=64, unique=True)

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"collector", "raw"})
    objects: ClassVar = QuoteSet.as_manager()

    class Meta:
        """The last one first."""

        ordering = ("-since", "-pk")
        indexes: ClassVar = [models.Index(fields=("source", "destination", "state", "collected_on"))]

    def __str__(self) -> str:
        """Return whose price it is, of how much, from and to where, and how one pays and they receive."""
        words, service = wording(), self.service
        between = f"{words.country_name(self.source)} – {words.country_name(self.destination)}"
        way = f"{PAY.get(service.instrument, service.instrument)} → {GET.get(service.pickup, service.pickup)}"
        return f"{service.provider}, {words.amount(self.amount, self.send_currency)}, {between}, {way}"

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("remittances:quote", args=[self.pk])

    def organisation_concerned(self) -> Organisation:
        """Return who brought it."""
        return self.organisation

    @property
    def state_text(self) -> str:
        """The state in words."""
        return str(State(self.state).label)

    @property
    def margin(self) -> Decimal | None:
        """Exchange-rate margin in percent; none if the provider does not tell its rate."""
        return margin_percent(self.applied_rate, self.reference_rate)

    def cost_percent(self, amount: Decimal) -> Decimal | None:
        """Total cost in percent of an amount sent at this fee and rate."""
        return cost_percent(amount, self.fee, self.margin)


class MarketSet(RecordSet["Market"]):
    """Markets."""

    def as_known(self) -> dict[str, Market]:
        """Return what is known last of the market of each destination."""
        return {market.destination: market for market in self.reverse()}

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return all: anyone may know them."""
        del user
        return self


class Market(Record):
    """What is known of the market of a corridor: which part of it the providers compared here have, and who says so."""

    source = models.CharField(_("sending country"), max_length=3)
    destination = models.CharField(_("receiving country"), max_length=3)
    share = models.DecimalField(_("part of the market, in percent"), max_digits=5, decimal_places=2)
    reference = models.CharField(_("who says so"), max_length=300)
    known_on = models.DateField(_("as of"))

    objects: ClassVar = MarketSet.as_manager()

    class Meta:
        """The last one first: the earlier ones are kept, and shown no more."""

        ordering = ("-known_on", "-pk")

    def __str__(self) -> str:
        """Return the corridor."""
        return f"{self.source}–{self.destination}"

    def get_absolute_url(self) -> str:
        """Return the page on which it is shown."""
        return reverse("remittances:corridor", args=[self.source, self.destination])


class NoticeKind(TextChoices):
    """What a notice is about."""

    FUNDING = "funding", _("who pays for this site")
    CORRECTION = "correction", _("a correction")


class NoticeSet(RecordSet["Notice"]):
    """Notices."""

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return all: anyone may read them."""
        del user
        return self


class Notice(Record):
    """What readers must be able to know: who pays for the site, and what was corrected."""

    kind = models.CharField(_("about"), max_length=20, choices=NoticeKind)
    day = models.DateField(_("day"))
    text = models.CharField(_("what readers should know"), max_length=1000)
    language = models.CharField(_("language of the text"), max_length=2)
    provider_money = models.BooleanField(_("a provider pays a part"), default=False)

    objects: ClassVar = NoticeSet.as_manager()

    class Meta:
        """The last one first."""

        ordering = ("-day", "-pk")

    def __str__(self) -> str:
        """Return its beginning."""
        return self.text[:80]

    def get_absolute_url(self) -> str:
        """Return the page on which it is read."""
        return reverse("remittances:trust")


class SurveyPrice(models.Model):
    """A price of the World Bank's survey, copied from a release: replaced as a whole, never edited."""

    source = models.CharField(max_length=3)
    destination = models.CharField(max_length=3)
    time_period = models.CharField(max_length=7)
    collected_on = models.DateField(null=True)
    provider = models.CharField(max_length=200)
    instrument = models.CharField(max_length=100)
    pickup = models.CharField(max_length=100)
    speed = models.CharField(max_length=20)
    tier = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    amount = _money()
    fee = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    cost_percent = models.DecimalField(max_digits=12, decimal_places=6, null=True)

    class Meta:
        """Found by corridor."""

        indexes: ClassVar = [models.Index(fields=("source", "destination", "tier", "collected_on"))]

    def __str__(self) -> str:
        """Return whose price it is."""
        return f"{self.provider}, {self.source}–{self.destination}, {self.time_period}"


class AveragePrice(models.Model):
    """The average of a corridor in a quarter, from a release: replaced as a whole, never edited."""

    source = models.CharField(max_length=3)
    destination = models.CharField(max_length=3)
    time_period = models.CharField(max_length=7)
    average = models.DecimalField(max_digits=12, decimal_places=6)
    smart = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    services = models.PositiveIntegerField()

    class Meta:
        """One a corridor and quarter."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=("source", "destination", "time_period"), name="one_average")
        ]
        ordering = ("time_period",)

    def __str__(self) -> str:
        """Return corridor and quarter."""
        return f"{self.source}–{self.destination}, {self.time_period}"


class PageVersion(models.Model):
    """One row: what the pages show stands at this number; it goes up with each change."""

    number = models.PositiveBigIntegerField(default=0)
    release = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class Salt(models.Model):
    """What visitors of one day are told apart by; gone when the day is over."""

    day = models.DateField(unique=True)
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        """Return the day."""
        return str(self.day)


class Visitor(models.Model):
    """A visitor of today, as a digest that nobody can turn back; gone when the day is over."""

    day = models.DateField()
    mark = models.CharField(max_length=32)

    class Meta:
        """Once a day."""

        constraints: ClassVar = [models.UniqueConstraint(fields=("day", "mark"), name="once_a_day")]

    def __str__(self) -> str:
        """Return the day."""
        return str(self.day)


class Visits(models.Model):
    """How many visitors a day had."""

    day = models.DateField(unique=True)
    number = models.PositiveIntegerField()

    def __str__(self) -> str:
        """Return day and number."""
        return f"{self.day}: {self.number}"
