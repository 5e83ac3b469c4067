"""What is paid on the grants of a case: planned, released by a third person, received or come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.workplace import CASEWORKER, PAYER
from grutto_web.cases.returns.forms import PaymentForm, ReceiptForm
from grutto_web.cases.returns.models import COUNTING, Form, Member, Payment, PaymentStage, State
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.duty import Duty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto_web.people.accounts.models import User


def within_the_grant(payment: Payment) -> str | None:
    """Pay no more than was granted, and no more of it in cash than may be."""
    member, euros = payment.member, payment.amount_eur
    if member.amount_eur is None or member.cash_most_eur is None or member.case.state != State.DEPARTED:
        return gettext("Nothing is paid before they left, or without a grant.")
    if member.taken(but=payment.pk) + euros > member.amount_eur:
        return gettext("This is more than what is left of the grant.")
    if payment.form == Form.CASH and member.taken(Form.CASH, but=payment.pk) + euros > member.cash_most_eur:
        return gettext("This is more in cash than may be.")
    return None


def day_has_come(payment: Payment) -> str | None:
    """Release no payment before its day."""
    early = payment.pay_on > timezone.localdate()
    return gettext("The day of this payment has not come yet.") if early else None


def planned_once(payment: Payment) -> str | None:
    """Plan the same payment once: a button that is pressed twice, or a sheet sent after the form, is no second one."""
    same = ("form", "what", "amount", "currency", "pay_on")
    found = payment.member.payments.filter(state__in=COUNTING, **{name: getattr(payment, name) for name in same})
    text = gettext("This payment is there already. If it is another one, say so under “For what”.")
    return text if found.exclude(pk=payment.pk).exists() else None


class PlanPayment(Act[Payment]):
    """Plan a payment on what somebody was granted."""

    duty: ClassVar[Duty] = Duty.PLAN
    record, title, creates, after = Payment, _("Plan a payment"), True, PaymentStage.PLANNED
    roles, form, guards = CASEWORKER, PaymentForm, (planned_once, within_the_grant)

    def change(self, record: Payment, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep it, while nobody else takes from the same grant."""
        Member.objects.select_for_update().get(pk=data["member"].pk)
        for name in PaymentForm.base_fields:
            if name != "version":
                setattr(record, name, data[name])
        record.amount_eur = data["amount_eur"]


class CancelPayment(Act[Payment]):
    """Cancel a payment that was never released."""

    record, title, reason = Payment, _("Cancel the payment"), True
    states, after, roles = frozenset({PaymentStage.PLANNED}), PaymentStage.CANCELLED, CASEWORKER


class Release(Act[Payment]):
    """Release a payment: who pays neither assessed nor decided the case, nor planned the payment."""

    duty: ClassVar[Duty] = Duty.PAY
    record, title, days = Payment, _("Release the payment"), 7
    states, after, roles = frozenset({PaymentStage.PLANNED}), PaymentStage.RELEASED, PAYER
    guards = (within_the_grant, day_has_come)


class ConfirmPayment(Act[Payment]):
    """It arrived."""

    record, title, form = Payment, _("It arrived"), ReceiptForm
    states, after, roles = frozenset({PaymentStage.RELEASED}), PaymentStage.CONFIRMED, CASEWORKER

    def change(self, record: Payment, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the receipt."""
        record.receipt = data["receipt"]


class PaymentReturned(Act[Payment]):
    """It came back: the line stays, and what it took is free for another."""

    record, title, reason = Payment, _("It came back"), True
    states, after, roles = frozenset({PaymentStage.RELEASED, PaymentStage.CONFIRMED}), PaymentStage.RETURNED, PAYER


PAYMENT_ACTS: dict[str, type[Act[Any]]] = {
    "release": Release,
    "confirm": ConfirmPayment,
    "returned": PaymentReturned,
    "cancel": CancelPayment,
}
