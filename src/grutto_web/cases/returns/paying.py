"""What is paid on the grants of a case: planned, released by a third person, received or come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.workplace import CASEWORKER, PAYER
from grutto_web.cases.returns.acts import (
    ApproveWaiver,
    Assess,
    DeclareConflict,
    GrantCase,
    OpenCase,
    ProposeWaiver,
)
from grutto_web.cases.returns.forms import PaymentForm, ReceiptForm
from grutto_web.cases.returns.models import COUNTING, Form, Member, Payment, PaymentStage, State
from grutto_web.cases.returns.objections import AmendGrant, GrantAfterObjection, KeepGrant
from grutto_web.people.acts.act import Act

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grutto_web.people.accounts.models import Organisation, User
    from grutto_web.people.acts.record import Record


class OfAPayment:
    """What is done about a payment: looked at together with the case, and with what was waived for whom it is."""

    def trail(self, record: Payment) -> Iterable[Record]:
        """Look at what was done to the case and the member, too."""
        return (record, record.member, record.member.case)


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


def planned_once(payment: Payment) -> str | None:
    """Plan the same payment once: a button that is pressed twice, or a sheet sent after the form, is no second one."""
    same = ("form", "what", "amount", "currency", "pay_on")
    found = payment.member.payments.filter(state__in=COUNTING, **{name: getattr(payment, name) for name in same})
    text = gettext("This payment is there already. If it is another one, say so under “For what”.")
    return text if found.exclude(pk=payment.pk).exists() else None


class PlanPayment(Act[Payment]):
    """Plan a payment on what somebody was granted."""

    record, title, creates, after = Payment, _("Plan a payment"), True, PaymentStage.PLANNED
    roles, form, guards = CASEWORKER, PaymentForm, (planned_once, within_the_grant)

    def organisation(self, record: Payment | None, data: Mapping[str, Any]) -> Organisation | None:
        """Ask for the role in the organisation of the case."""
        member = record.member if record else data.get("member")
        return member.case.implementer if member else None

    def change(self, record: Payment, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep it, while nobody else takes from the same grant."""
        Member.objects.select_for_update().get(pk=data["member"].pk)
        for name in PaymentForm.base_fields:
            if name != "version":
                setattr(record, name, data[name])
        record.amount_eur = data["amount_eur"]


class CancelPayment(OfAPayment, Act[Payment]):
    """Cancel a payment that was never released."""

    record, title, reason = Payment, _("Cancel the payment"), True
    states, after, roles = frozenset({PaymentStage.PLANNED}), PaymentStage.CANCELLED, CASEWORKER
    apart_from = (DeclareConflict,)


class Release(OfAPayment, Act[Payment]):
    """Release a payment: who pays neither assessed nor decided the case, nor planned the payment."""

    record, title, days = Payment, _("Release the payment"), 7
    states, after, roles = frozenset({PaymentStage.PLANNED}), PaymentStage.RELEASED, PAYER
    apart_from = (
        DeclareConflict, OpenCase, Assess, ProposeWaiver, ApproveWaiver, GrantCase, GrantAfterObjection, AmendGrant,
        KeepGrant, PlanPayment,
    )  # fmt: skip
    guards = (within_the_grant,)


class ConfirmPayment(OfAPayment, Act[Payment]):
    """It arrived."""

    record, title, form = Payment, _("It arrived"), ReceiptForm
    states, after, roles = frozenset({PaymentStage.RELEASED}), PaymentStage.CONFIRMED, CASEWORKER
    apart_from = (DeclareConflict,)

    def change(self, record: Payment, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the receipt."""
        record.receipt = data["receipt"]


class PaymentReturned(OfAPayment, Act[Payment]):
    """It came back: the line stays, and what it took is free for another."""

    record, title, reason = Payment, _("It came back"), True
    states, after, roles = frozenset({PaymentStage.RELEASED, PaymentStage.CONFIRMED}), PaymentStage.RETURNED, PAYER
    apart_from = (DeclareConflict,)


PAYMENT_ACTS: dict[str, type[Act[Any]]] = {
    "release": Release,
    "confirm": ConfirmPayment,
    "returned": PaymentReturned,
    "cancel": CancelPayment,
}
