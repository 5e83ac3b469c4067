"""What people do to quotes: one brings a price, another looks at it a second time and approves it; and to notices."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from babel.numbers import list_currencies
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto.remittances.quote import FIELDS
from grutto.remittances.template import beyond_the_market
from grutto_web.people.accounts.models import Organisation
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.form import ActForm
from grutto_web.people.roles import Role
from grutto_web.public.remittances.destinations import corridors
from grutto_web.public.remittances.models import (
    Market,
    Notice,
    NoticeKind,
    PageVersion,
    Provider,
    Quote,
    Round,
    Service,
    State,
)
from grutto_web.public.remittances.offers import forget
from grutto_web.public.remittances.public.wording import ACCESS, GET, PAY, SPEED, wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

    from grutto_web.people.accounts.models import User

COLLECTORS = frozenset({Role.PARTNER, Role.OFFICER})
LOOK_TWICE = frozenset({Role.OFFICER, Role.REVIEWER})
DAYS_FOR_A_LOOK = 3
KIND: dict[str, str | Promise] = {
    "money_transfer_operator": _("company that sends money"),
    "bank": _("bank"),
    "post_office": _("post office"),
    "mobile_operator": _("telephone company"),
    "other_financial": _("other financial company"),
}
REACH: dict[str, str | Promise] = {
    "high": _("nearly everywhere"),
    "medium": _("in many places"),
    "low": _("in few places"),
}
CHOICES = {
    "provider_kind": KIND,
    "instrument": PAY,
    "access": ACCESS,
    "pickup": GET,
    "coverage": REACH,
    "speed": SPEED,
}
"""Fields of a quote with a list of words, and what each word is called."""


def _words(name: str) -> list[tuple[str, str | Promise]]:
    return list(CHOICES[name].items())


def _source() -> list[tuple[str, str]]:
    return [(corridors().source, wording().country_name(corridors().source))]


def _currency() -> list[tuple[str, str]]:
    return [(corridors().currency, wording().currency_name(corridors().currency))]


def _destinations() -> list[tuple[str, str]]:
    return sorted(((code, wording().country_name(code)) for code in corridors().destination), key=lambda pair: pair[1])


def moved() -> None:
    """Tell the pages that what they show has changed."""
    PageVersion.objects.get_or_create(pk=1)
    PageVersion.objects.filter(pk=1).update(number=F("number") + 1)
    transaction.on_commit(forget)


class DayField(forms.DateField):
    """A day, with the picker of the browser."""

    widget = forms.DateInput(attrs={"type": "date"})


def offer_own(field: forms.Field, actor: User) -> None:
    """Offer the organisations that a person collects for; the only one is chosen already."""
    own = {m.organisation_id for m in actor.held if m.role in COLLECTORS}
    field.queryset = Organisation.objects.filter(pk__in=own)  # type: ignore[attr-defined]
    field.initial = own.pop() if len(own) == 1 else None


class QuoteForm(ActForm):
    """A price, as it was asked."""

    organisation = forms.ModelChoiceField(Organisation.objects.all(), label=_("Organisation that asked"))
    source = forms.ChoiceField(label=_("From"), choices=_source)
    destination = forms.ChoiceField(label=_("To"), choices=_destinations)
    provider = forms.CharField(label=_("Provider"), max_length=120)
    provider_kind = forms.ChoiceField(label=_("Kind of provider"), choices=_words("provider_kind"))
    instrument = forms.ChoiceField(label=_("How one pays"), choices=_words("instrument"))
    access = forms.ChoiceField(label=_("Where one pays"), choices=_words("access"))
    pickup = forms.ChoiceField(label=_("How it is paid out"), choices=_words("pickup"))
    coverage = forms.ChoiceField(label=_("Reach in the receiving country"), choices=_words("coverage"))
    speed = forms.ChoiceField(label=_("How long it takes"), choices=_words("speed"))
    amount = forms.DecimalField(label=_("Amount sent, without the fee"), min_value=1, max_digits=14, decimal_places=2)
    send_currency = forms.ChoiceField(label=_("Currency sent"), choices=_currency)
    fee = forms.DecimalField(label=_("Fee, on top of the amount"), min_value=0, max_digits=14, decimal_places=2)
    receive_currency = forms.CharField(label=_("Currency paid out"), min_length=3, max_length=3)
    applied_rate = forms.DecimalField(
        label=_("Rate of the provider"),
        help_text=_("Units paid out for one sent. Leave it empty if the provider does not tell it beforehand."),
        min_value=0,
        max_digits=24,
        decimal_places=10,
        required=False,
    )
    reference_rate = forms.DecimalField(label=_("Rate of the market"), min_value=0, max_digits=24, decimal_places=10)
    reference_source = forms.CharField(label=_("Who gives the rate of the market"), max_length=200)
    reference_at = DayField(label=_("Day of the rate of the market"))
    promotion = forms.BooleanField(label=_("For a time, or for new customers, only"), required=False)
    own_price = forms.BooleanField(label=_("The provider told this price itself"), required=False)
    mystery_shopped = forms.BooleanField(label=_("Asked as a customer does"), required=False)
    collected_on = DayField(label=_("Day on which it was asked"))
    collector = forms.CharField(label=_("Who asked"), max_length=120)
    evidence = forms.CharField(label=_("Where what was seen is kept"), max_length=400, required=False)
    round = forms.ModelChoiceField(Round.objects.all(), required=False, widget=forms.HiddenInput)
    fictional = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the organisations that the person collects for."""
        super().__init__(*arguments, **options)
        if self.actor:
            offer_own(self.fields["organisation"], self.actor)

    def clean_receive_currency(self) -> str:
        """Take a code of ISO 4217, also in small letters."""
        code = str(self.cleaned_data["receive_currency"]).upper()
        if code not in list_currencies():
            raise ValidationError(gettext("This is no code of a currency, such as EUR."))
        return code

    def clean(self) -> dict[str, Any]:
        """Refuse a rate that cannot be, a day to come, a market rate of another day, and what is there already."""
        data = self.cleaned_data
        for name in ("applied_rate", "reference_rate"):
            if data.get(name) == 0:
                self.add_error(name, gettext("A rate of zero is none."))
        if beyond_the_market(data.get("applied_rate"), data.get("reference_rate") or Decimal(0)):
            self.add_error("applied_rate", gettext("This rate is more than twice that of the market."))
        day, rate_day = data.get("collected_on"), data.get("reference_at")
        if day and day > timezone.localdate():
            self.add_error("collected_on", gettext("This day is yet to come."))
        if day and rate_day and abs((day - rate_day).days) > 1:
            self.add_error("reference_at", gettext("The rate of the market must be of the day of the price."))
        if not self.errors and Quote.objects.filter(digest=digest_of(data)).exists():
            raise ValidationError(gettext("This very price was brought before."))
        return data


def digest_of(data: Mapping[str, Any]) -> str:
    """Return the digest of a quote by its content: the same price brought twice is one."""
    texts = {name: f"{data[name]:f}" if hasattr(data[name], "as_tuple") else str(data[name]) for name in FIELDS}
    for name in ("amount", "fee", "applied_rate", "reference_rate"):
        texts[name] = "" if data[name] is None else f"{data[name].normalize():f}"
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()


class EnterQuote(Act[Quote]):
    """Bring a price."""

    record, title, creates, after = Quote, _("Enter a price"), True, State.DRAFT
    roles, form = COLLECTORS, QuoteForm

    def organisation(self, _record: Quote | None, data: Mapping[str, Any]) -> Organisation | None:
        """The collector must work for the organisation that asked."""
        found: Organisation | None = data.get("organisation")
        return found

    def change(self, record: Quote, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the price as it was asked, its service and its provider."""
        kind, fictional = data["provider_kind"], bool(data["fictional"])
        provider, _new = Provider.objects.get_or_create(
            name__iexact=data["provider"], defaults={"name": data["provider"], "kind": kind, "fictional": fictional}
        )
        of_service = {name: data[name] for name in ("instrument", "access", "pickup", "coverage", "speed")}
        record.service, _new = Service.objects.get_or_create(provider=provider, **of_service)
        for name in OF_THE_QUOTE:
            setattr(record, name, data[name])
        record.raw = json.dumps({name: str(raw_value(data[name])) for name in FIELDS}, ensure_ascii=False)
        record.digest = digest_of(data)


def raw_value(value: Any) -> Any:
    """Return a value as it is kept beside the normalised one; what was not told is empty."""
    return "" if value is None else value


OF_THE_QUOTE = (
    "organisation",
    "round",
    "source",
    "destination",
    "amount",
    "send_currency",
    "fee",
    "receive_currency",
    "applied_rate",
    "reference_rate",
    "reference_source",
    "reference_at",
    "promotion",
    "own_price",
    "mystery_shopped",
    "collected_on",
    "collector",
    "evidence",
)


def seen_as_a_customer(record: Quote) -> Promise | None:
    """Let a price be published that was asked as a customer does; what a provider says of itself does not do."""
    if record.mystery_shopped:
        return None
    return _("Nobody asked this price as a customer does. Do so before it is published.")


def of_the_right_day(record: Quote) -> Promise | None:
    """Let a price be published whose rates can be compared."""
    if record.applied_rate is None or abs((record.collected_on - record.reference_at).days) <= 1:
        return None
    return _("The rate of the market is of another day.")


class ApproveForm(ActForm):
    """What the second person checked."""

    mystery_shopped = forms.BooleanField(
        label=_("I asked this price as a customer does, or saw the proof that it was"), required=False
    )


class _OfAnyOrganisation:
    """Who looks twice does so for all."""

    def organisation(self, _record: Quote | None, _data: Mapping[str, Any]) -> Organisation | None:
        """Any organisation."""
        return None


class ApproveQuote(_OfAnyOrganisation, Act[Quote]):
    """Publish a price that somebody else brought."""

    record, title = Quote, _("Approve")
    states, after = frozenset({State.DRAFT}), State.PUBLISHED
    roles, apart_from, form = LOOK_TWICE, (EnterQuote,), ApproveForm
    guards, days = (seen_as_a_customer, of_the_right_day), DAYS_FOR_A_LOOK

    def change(self, record: Quote, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep that it was asked as a customer does, and let the pages know."""
        record.mystery_shopped = record.mystery_shopped or data["mystery_shopped"]
        moved()


class RefuseQuote(_OfAnyOrganisation, Act[Quote]):
    """Not publish a price."""

    record, title, reason = Quote, _("Refuse"), True
    states, after = frozenset({State.DRAFT}), State.REFUSED
    roles = LOOK_TWICE


class WithdrawQuote(_OfAnyOrganisation, Act[Quote]):
    """Take a published price from the pages; the log of corrections says why."""

    record, title, reason = Quote, _("Withdraw"), True
    states, after = frozenset({State.PUBLISHED}), State.WITHDRAWN
    roles = LOOK_TWICE

    def change(self, _record: Quote, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Let the pages know."""
        moved()


class MarketForm(ActForm):
    """Which part of a market the providers compared have."""

    source = forms.ChoiceField(label=_("From"), choices=_source)
    destination = forms.ChoiceField(label=_("To"), choices=_destinations)
    share = forms.DecimalField(label=_("Part of the market, in percent"), min_value=0, max_value=100, decimal_places=2)
    reference = forms.CharField(label=_("Who says so"), max_length=300)
    known_on = DayField(label=_("As of"))


class DescribeMarket(Act[Market]):
    """Tell which part of a market is compared."""

    record, title, creates, after = Market, _("Describe a market"), True, State.PUBLISHED
    roles, form = frozenset({Role.OFFICER}), MarketForm

    def change(self, record: Market, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep it."""
        for name in ("source", "destination", "share", "reference", "known_on"):
            setattr(record, name, data[name])
        moved()


class NoticeForm(ActForm):
    """What readers should know."""

    LANGUAGES: ClassVar = [("en", "English"), ("nl", "Nederlands")]
    day = DayField(label=_("Day"))
    text = forms.CharField(
        label=_("What readers should know"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)


class FundingForm(NoticeForm):
    """Who pays."""

    provider_money = forms.BooleanField(label=_("A provider of money transfers pays a part"), required=False)


class _OfNotices:
    """What telling something has in common."""

    kind: ClassVar[NoticeKind]

    def change(self, record: Notice, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep it."""
        record.kind, record.provider_money = self.kind, bool(data.get("provider_money"))
        record.day, record.text, record.language = data["day"], data["text"], data["language"]
        moved()


class TellFunding(_OfNotices, Act[Notice]):
    """Tell who pays for the site."""

    record, title, creates, after = Notice, _("Tell who pays"), True, State.PUBLISHED
    roles, form, kind = frozenset({Role.OFFICER}), FundingForm, NoticeKind.FUNDING


class TellCorrection(_OfNotices, Act[Notice]):
    """Tell what was wrong on the site and is corrected."""

    record, title, creates, after = Notice, _("Tell a correction"), True, State.PUBLISHED
    roles, form, kind = frozenset({Role.OFFICER}), NoticeForm, NoticeKind.CORRECTION
