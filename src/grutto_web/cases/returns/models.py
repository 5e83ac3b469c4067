"""A case of return with its members, conditions, grants, payments and follow-up."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.personal import PersonalRecord, PersonalText, Sex
from grutto_web.cases.casework.workplace import OwnSet
from grutto_web.cases.returns.rules import title_of
from grutto_web.people.accounts.models import Organisation
from grutto_web.people.acts.record import Record
from grutto_web.people.log.models import Entry

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext.db.models.manager import RelatedManager

    from grutto_web.people.accounts.models import User


ADULT_AT = 18


class State(models.TextChoices):
    """How far a case is."""

    INTAKE = "intake", _("intake")
    ASSESSED = "assessed", _("assessed")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    OBJECTION = "objection", _("objection")
    WITHDRAWN = "withdrawn", _("withdrawn")
    LAPSED = "lapsed", _("lapsed")
    DEPARTED = "departed", _("departed")
    COMPLETED = "completed", _("completed")
    RECLAIMED = "reclaimed", _("to be paid back")


OPEN = frozenset({State.INTAKE, State.ASSESSED, State.GRANTED, State.OBJECTION, State.DEPARTED})
ENDED = frozenset({State.REFUSED, State.WITHDRAWN, State.LAPSED, State.COMPLETED, State.RECLAIMED})


class Scheme(models.TextChoices):
    """Under which scheme."""

    HRT = "hrt", _("HRT: reintegration scheme for return")
    AVRR = "avrr-nl", _("AVRR-NL: assisted voluntary return and reintegration")
    REAN = "rean", _("REAN: travel only")
    EURP = "eurp", _("EURP: reintegration programme of the European Union")


class ReturnKind(models.TextChoices):
    """How somebody returns; forced return is never counted among the voluntary."""

    VOLUNTARY = "voluntary", _("voluntary")
    ASSISTED = "assisted", _("assisted voluntary")
    FORCED = "forced", _("forced")


class Category(models.TextChoices):
    """What a rule tells people apart by."""

    ADULT = "adult", _("adult")
    CHILD = "child", _("child with family")
    ALONE = "amv", _("unaccompanied minor")


CONFLICT = "returns.DeclareConflict"
"""The act by which somebody says that they know a person of a case."""


class OfCases[R: models.Model](OwnSet[R]):
    """Records of cases. Whoever declared a conflict of interest in a case sees nothing of it any more."""

    case: ClassVar[str] = "case"

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return those of one's own organisations, but for cases in which one declared a conflict."""
        declared = Entry.objects.filter(act=CONFLICT, actor=user.pk).values_list("record", flat=True)
        return super().seen_by(user).exclude(**{f"{self.case}__in": [int(case) for case in declared]})


class CaseSet(OfCases["Case"]):
    """Cases."""

    case = "pk"


class Case(Record):
    """The return of one person or family."""

    STATES: ClassVar = State

    implementer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("case number"), max_length=40)
    scheme = models.CharField(_("scheme"), max_length=20, choices=Scheme)
    return_kind = models.CharField(_("kind of return"), max_length=20, choices=ReturnKind)
    country = models.CharField(_("country of return"), max_length=3)
    applied_on = models.DateField(_("applied on"))
    leaves_on = models.DateField(_("expects to leave on"), null=True)
    granted_on = models.DateField(_("granted on"), null=True)
    leave_by = models.DateField(_("must leave by"), null=True)
    refused_on = models.DateField(_("refused on"), null=True)
    refusal = models.CharField(_("ground of refusal"), max_length=40, blank=True)
    object_by = models.DateField(_("objection possible until"), null=True)
    objected_on = models.DateField(_("objection received on"), null=True)
    departed_on = models.DateField(_("departed on"), null=True)
    evidence = models.CharField(_("evidence of departure"), max_length=40, blank=True)

    objects = CaseSet.as_manager()

    if TYPE_CHECKING:
        members: RelatedManager[Member]
        answers: RelatedManager[Answer]
        follow_ups: RelatedManager[FollowUp]

    class Meta:
        """The last change first; days in order."""

        ordering = ("-since",)
        verbose_name = _("case of return")
        constraints = (
            models.UniqueConstraint(fields=("implementer", "number"), name="return_case_number_once"),
            models.CheckConstraint(
                condition=models.Q(departed_on__isnull=True) | models.Q(departed_on__gte=models.F("applied_on")),
                name="return_departed_after_applying",
            ),
            models.CheckConstraint(
                condition=~models.Q(return_kind="forced") | models.Q(scheme="eurp"), name="return_forced_only_in_eurp"
            ),
        )

    def __str__(self) -> str:
        """Return the number."""
        return self.number

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("returns:record", args=[self.pk])

    def organisation_concerned(self) -> Organisation:
        """Return the implementer."""
        return self.implementer

    @property
    def undecided(self) -> bool:
        """Whether there is something to decide still: the case, or an objection."""
        return self.state in {State.INTAKE, State.ASSESSED, State.OBJECTION} or self.objected_on is not None

    @property
    def objection_since(self) -> datetime:
        """The beginning of the day on which the objection came that waits; without one, of the state."""
        if self.objected_on is None:
            return self.since
        return timezone.make_aware(datetime.combine(self.objected_on, time()))

    @property
    def payments(self) -> PaymentSet:
        """What was paid, or is to be, on its grants."""
        return Payment.objects.filter(member__case=self)


WAIVER = "waiver"
"""The rule of amounts that two people set where no rule decides."""


class Waiver(models.TextChoices):
    """How far a waiver for a member is; most have none, and no state."""

    PROPOSED = "waiver-proposed", _("waiver proposed")
    APPROVED = "waived", _("waived")
    DROPPED = "waiver-dropped", _("waiver dropped")


NO_WAIVER = frozenset({"", Waiver.DROPPED})
"""States of a member for whom a rule decides."""


def age_on(born: date, day: date) -> int:
    """Return how old somebody is on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class MemberSet(OfCases["Member"]):
    """Members."""

    place = "case__implementer"


class Member(PersonalRecord):
    """Somebody who returns, and what they were granted: by the rule of the day that decides, or by a waiver of two.

    `pseudonym` is a keyed hash of the number by which the implementer knows them. `amount_eur` is all that was granted,
    `cash_most_eur` how much of it may be in cash; the digest freezes the wording of the rule. `proposed_eur` and
    `proposed_cash_eur` are a waiver that is not decided on yet: nothing is paid on them.
    """

    BELONGS_TO = "case"
    STATES: ClassVar = Waiver
    PERSONAL = frozenset({"name", "contact", "born", "pseudonym", "key_name"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="members", verbose_name=_("case"))
    pseudonym = models.CharField(max_length=32, blank=True, editable=False, db_index=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    alone = models.BooleanField(_("unaccompanied minor"), default=False)
    category = models.CharField(_("category"), max_length=10, choices=Category, blank=True)
    amount_eur = models.DecimalField(_("granted"), max_digits=10, decimal_places=2, null=True)
    cash_most_eur = models.DecimalField(_("of it in cash at most"), max_digits=10, decimal_places=2, null=True)
    proposed_eur = models.DecimalField(_("proposed"), max_digits=10, decimal_places=2, null=True)
    proposed_cash_eur = models.DecimalField(_("proposed, in cash at most"), max_digits=10, decimal_places=2, null=True)
    rule = models.CharField(_("rule"), max_length=60, blank=True)
    rule_digest = models.CharField(_("digest of the rule"), max_length=64, blank=True)
    name = PersonalText(
        _("name"), purpose=_("to know whose case it is"), basis=_("public task; contract of the implementer")
    )
    contact = PersonalText(
        _("how to reach them"), purpose=_("departure and follow-up"), basis=_("consent"), identifies="direct"
    )
    born = PersonalText(
        _("date of birth"),
        purpose=_("who is a child on the day that decides"),
        basis=_("public task; contract of the implementer"),
        identifies="indirect",
    )

    objects = MemberSet.as_manager()

    class Meta:
        """The first one first."""

        ordering = ("pk",)
        verbose_name = _("member of a case")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount_eur__isnull=True)
                | models.Q(amount_eur__gte=0, cash_most_eur__gte=0, cash_most_eur__lte=models.F("amount_eur")),
                name="return_grant_within",
            ),
            models.CheckConstraint(
                condition=models.Q(proposed_eur__isnull=True)
                | models.Q(
                    proposed_eur__gt=0, proposed_cash_eur__gte=0, proposed_cash_eur__lte=models.F("proposed_eur")
                ),
                name="return_waiver_within",
            ),
        )

    if TYPE_CHECKING:
        payments: RelatedManager[Payment]

    def __str__(self) -> str:
        """Return which of the case it is; nothing about who."""
        place = list(self.case.members.values_list("pk", flat=True)).index(self.pk) + 1 if self.pk else 0
        return gettext("person %(n)s of case %(case)s") % {"n": place, "case": self.case.number}

    def get_rule_display(self) -> str:
        """Return what the rule is called, in the language of the page."""
        return gettext("set by two people, not by a rule") if self.rule == WAIVER else title_of(self.rule)

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("returnees:record", args=[self.pk])

    def taken(self, form: str = "", *, but: int | None = None) -> Decimal:
        """Return the euros that payments take from the grant, in one form or in all; `but` leaves one payment out."""
        payments = self.payments.filter(state__in=COUNTING).exclude(pk=but or 0)
        found = payments.filter(form=form) if form else payments
        return sum((payment.amount_eur for payment in found), Decimal(0))

    def category_on(self, born: date, day: date) -> Category:
        """Return what the member is on a day, by their date of birth."""
        if age_on(born, day) >= ADULT_AT:
            return Category.ADULT
        return Category.ALONE if self.alone else Category.CHILD


class AnswerSet(OfCases["Answer"]):
    """Answers."""

    place = "case__implementer"


class ConditionAnswer(models.TextChoices):
    """Whether a condition is met; not met never refuses by itself, unknown blocks."""

    UNKNOWN = "unknown", _("unknown")
    MET = "met", _("met")
    NOT_MET = "not-met", _("not met")


class Answer(Record):
    """Whether a condition is met in a case."""

    BELONGS_TO = "case"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="answers")
    code = models.CharField(_("condition"), max_length=40)
    answer = models.CharField(_("answer"), max_length=10, choices=ConditionAnswer)

    objects = AnswerSet.as_manager()

    class Meta:
        """Each condition once."""

        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=("case", "code"), name="return_condition_once"),)

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class PaymentStage(models.TextChoices):
    """How far a payment is."""

    PLANNED = "planned", _("planned")
    RELEASED = "released", _("released")
    CONFIRMED = "confirmed", _("received")
    RETURNED = "returned", _("came back")
    CANCELLED = "cancelled", _("cancelled")


COUNTING = frozenset({PaymentStage.PLANNED, PaymentStage.RELEASED, PaymentStage.CONFIRMED})
"""States in which a payment takes from its grant."""


class Form(models.TextChoices):
    """In what form."""

    CASH = "cash", _("cash")
    KIND = "kind", _("in kind")


class PaymentSet(OfCases["Payment"]):
    """Payments."""

    case = "member__case"
    place = "member__case__implementer"


class Payment(Record):
    """One payment on what a member was granted. `amount_eur` is by the rate of that day: no rate, no payment."""

    BELONGS_TO = "member"
    STATES: ClassVar = PaymentStage

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="payments", verbose_name=_("for"))
    form = models.CharField(_("form"), max_length=10, choices=Form)
    what = models.CharField(_("for what"), max_length=200)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    units_per_eur = models.DecimalField(_("units for one euro"), max_digits=18, decimal_places=6)
    rate_source = models.CharField(_("source of the rate"), max_length=200, blank=True)
    pay_on = models.DateField(_("day of payment"))
    amount_eur = models.DecimalField(_("in euros"), max_digits=10, decimal_places=2)
    receipt = models.CharField(_("receipt"), max_length=200, blank=True)

    objects = PaymentSet.as_manager()

    class Meta:
        """By day; more than nothing."""

        ordering = ("pay_on", "pk")
        verbose_name = _("payment")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, amount_eur__gt=0, units_per_eur__gt=0), name="return_payment_positive"
            ),
            models.CheckConstraint(
                condition=~models.Q(currency="EUR") | models.Q(units_per_eur=Decimal(1)), name="return_payment_euro"
            ),
        )

    def __str__(self) -> str:
        """Return for whom, and for what."""
        return f"{self.member}: {self.what}"

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("payments:record", args=[self.pk])


class FollowUpSet(OfCases["FollowUp"]):
    """Follow-up."""

    place = "case__implementer"


class Situation(models.TextChoices):
    """How somebody says to be doing; coded, never told in words."""

    BETTER = "better", _("better than on arrival")
    SAME = "same", _("as on arrival")
    WORSE = "worse", _("worse than on arrival")
    UNKNOWN = "unknown", _("not told")


class FollowUp(Record):
    """What is known half a year and a year after departure."""

    BELONGS_TO = "case"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="follow_ups")
    month = models.PositiveIntegerField(_("months after departure"), choices=((6, "6"), (12, "12")))
    reached = models.BooleanField(_("reached"))
    situation = models.CharField(_("situation"), max_length=10, choices=Situation, default=Situation.UNKNOWN)

    objects = FollowUpSet.as_manager()

    class Meta:
        """Each once."""

        ordering = ("month",)
        constraints = (models.UniqueConstraint(fields=("case", "month"), name="return_follow_up_once"),)

    def __str__(self) -> str:
        """Return the month."""
        return str(self.month)
