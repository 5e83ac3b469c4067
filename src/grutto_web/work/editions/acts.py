"""What is done to an edition, by whom, and apart from whom; separation of duties has no switch."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grutto.errors import SealError
from grutto_web.ground.wording import sentences
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.form import ActForm, FaultForm
from grutto_web.people.acts.perform import entries
from grutto_web.people.roles import Role
from grutto_web.work.editions.models import NEEDED, OPEN, PUBLIC, Publication, State
from grutto_web.work.editions.signed_inputs import signed_inputs
from grutto_web.work.policies.folders import titled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

    from grutto_web.people.accounts.models import User

OFFICER, REVIEWER, ADOPTER = (frozenset({role}) for role in (Role.OFFICER, Role.REVIEWER, Role.ADOPTER))
SIGNED_BEFORE = (State.ADOPTED, State.FROZEN, State.SEALED)
UNDER_WAY = (State.SUBMITTED, State.REVIEWED, *SIGNED_BEFORE, State.PUBLISHED, State.WITHDRAWN)


def nothing_blocks(record: Publication) -> Promise | None:
    """Let nothing go on that a check keeps back."""
    return _("Settle the list of what is missing first, and make the edition again.") if record.found else None


def inputs_as_they_were(record: Publication) -> Promise | None:
    """Let nothing go on that was made with other judgements, or another savings ledger, than are signed now."""
    moved = record.signed != signed_inputs(record.framework, record.year).version
    return _("Judgements or the savings ledger have changed since it was made: make it again.") if moved else None


def not_there_already(record: Publication) -> Promise | None:
    """Let an edition go on once: the same one is not published twice."""
    same = Publication.objects.filter(edition=record.edition, state__in=UNDER_WAY).exclude(pk=record.pk)
    return _("The very same edition is under way or published already.") if same.exists() else None


class OrderForm(ActForm):
    """What an edition is to be made of."""

    framework = forms.ChoiceField(
        label=_("Policy framework"),
        choices=titled,
        help_text=_(
            "The edition takes its judgements and its savings ledger as they are signed now. Scenarios are taken by"
            " grutto report only."
        ),
    )
    year = forms.IntegerField(label=_("Year reported on"), min_value=1000, max_value=9998)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.SITE_LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    previous = forms.ModelChoiceField(
        Publication.objects.filter(state__in=(State.PUBLISHED, State.WITHDRAWN)),
        label=_("The edition before, to compare with"),
        required=False,
    )


def not_made_already(record: Publication) -> Promise | None:
    """Make one at a time: an order sent twice is one order."""
    same = Publication.objects.filter(framework=record.framework, year=record.year, state=State.ORDERED)
    return _("An edition of this framework and year is being made already.") if same.exists() else None


class Order(Act[Publication]):
    """Order an edition."""

    record, title, creates, after = Publication, _("Order an edition"), True, State.ORDERED
    roles, form, guards = OFFICER, OrderForm, (not_made_already,)

    def change(self, record: Publication, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over what it is made of."""
        record.framework, record.year = data["framework"], data["year"]
        record.languages, record.previous = ",".join(data["languages"]), data["previous"]

    def afterwards(self, record: Publication, actor: User | None) -> None:
        """Let a worker make it."""
        _make(record, actor)


def _make(record: Publication, actor: User | None) -> None:
    from grutto_web.work.editions.making import start_making  # noqa: PLC0415 - it performs the acts of this file

    start_making(record, actor, get_language() or "en")


class OrderAgain(Act[Publication]):
    """Have it made again, from the facts and judgements of now."""

    record, title = Publication, _("Make it again")
    states, after, roles = OPEN | {State.ORDERED}, State.ORDERED, OFFICER

    def change(self, record: Publication, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Forget what was found."""
        record.checks, record.fault, record.edition = "[]", "", ""

    def afterwards(self, record: Publication, actor: User | None) -> None:
        """Let a worker make it."""
        _make(record, actor)


class CorrectionForm(ActForm):
    """Which edition is corrected."""

    corrects = forms.ModelChoiceField(Publication.objects.filter(state=State.PUBLISHED), widget=forms.HiddenInput)


class Correct(Act[Publication]):
    """Order a new edition that corrects a published one; readers see what it corrects, figure by figure."""

    record, title, creates, after, reason = Publication, _("Correct it in a new edition"), True, State.ORDERED, True
    roles, form, guards = OFFICER, CorrectionForm, (not_made_already,)

    def change(self, record: Publication, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over what the other one is made of."""
        wrong = data["corrects"]
        record.corrects, record.correction, record.previous = wrong, data["reason"], wrong.previous
        record.framework, record.year, record.languages = wrong.framework, wrong.year, wrong.languages

    def afterwards(self, record: Publication, actor: User | None) -> None:
        """Let a worker make it."""
        _make(record, actor)


class FinishedEditionForm(ActForm):
    """What a worker found."""

    edition = forms.CharField(required=False)
    signed = forms.CharField(required=False)
    checks = forms.JSONField(required=False)


class Finish(Act[Publication]):
    """An edition was made."""

    record, title, by_system = Publication, _("Made"), True
    states, after, form = frozenset({State.ORDERED}), State.DRAFT, FinishedEditionForm

    def change(self, record: Publication, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep what was made and what was found."""
        record.edition, record.signed = data["edition"], data["signed"]
        record.checks = json.dumps(data["checks"] or [], ensure_ascii=False)


class Block(Finish):
    """Judgements keep an edition from being made."""

    title, after = _("Found what keeps it from being made"), State.BLOCKED


class Fail(Act[Publication]):
    """An edition could not be made."""

    record, title, by_system = Publication, _("Could not be made"), True
    states, after, form = frozenset({State.ORDERED}), State.FAILED, FaultForm

    def change(self, record: Publication, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep why."""
        record.fault = data["fault"]


class Submit(Act[Publication]):
    """Offer a draft for review."""

    record, title = Publication, _("Submit for review")
    states, after, roles, days = frozenset({State.DRAFT}), State.SUBMITTED, OFFICER, 14
    guards = (nothing_blocks, inputs_as_they_were, not_there_already)


OF_OFFICERS = (Order, OrderAgain, Correct, Submit)


class SendBack(Act[Publication]):
    """Give it back to the officer, with a reason."""

    record, title, reason = Publication, _("Send back"), True
    states, after, roles = frozenset({State.SUBMITTED, State.REVIEWED}), State.DRAFT, REVIEWER | ADOPTER
    apart_from = OF_OFFICERS


class Review(Act[Publication]):
    """Say that it is right; nobody reviews what they made."""

    record, title = Publication, _("Review")
    states, after, roles, days = frozenset({State.SUBMITTED}), State.REVIEWED, REVIEWER, 7
    apart_from, guards = OF_OFFICERS, (nothing_blocks,)


class Adopt(Act[Publication]):
    """Adopt it; nobody adopts what they made or reviewed."""

    record, title = Publication, _("Adopt")
    states, after, roles, days = frozenset({State.REVIEWED}), State.ADOPTED, ADOPTER, 7
    apart_from, guards = (*OF_OFFICERS, Review), (nothing_blocks,)

    def afterwards(self, record: Publication, actor: User | None) -> None:
        """Let a worker make its package."""
        _freeze(record, actor)


def _freeze(record: Publication, actor: User | None) -> None:
    from grutto_web.work.editions.sealing import start_freezing  # noqa: PLC0415 - it performs the acts of this file

    start_freezing(record, actor, get_language() or "en")


class ManifestForm(ActForm):
    """What is to be signed."""

    manifest = forms.CharField(max_length=64)


class Freeze(Act[Publication]):
    """Its package was made: it is fixed, and waits for two signatures."""

    record, title, by_system, form = Publication, _("Fixed"), True, ManifestForm
    states, after = frozenset({State.ADOPTED}), State.FROZEN

    def change(self, record: Publication, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep what is to be signed."""
        record.manifest, record.fault = data["manifest"], ""


class CannotFreeze(Act[Publication]):
    """Its package could not be made: a figure does not follow, or a source is missing."""

    record, title, by_system, form = Publication, _("Could not be fixed"), True, FaultForm
    states = frozenset({State.ADOPTED})

    def change(self, record: Publication, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep why."""
        record.fault = data["fault"]


class FreezeAgain(Act[Publication]):
    """Have its package made once more."""

    record, title, roles = Publication, _("Make its package again"), OFFICER
    states = frozenset({State.ADOPTED})

    def afterwards(self, record: Publication, actor: User | None) -> None:
        """Let a worker make it."""
        _freeze(record, actor)


class SignatureForm(ActForm):
    """A signature that was made on the signer's own machine."""

    signature = forms.CharField(
        label=_("Signature"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("The whole file that ssh-keygen made, from BEGIN to END. Nothing secret is in it."),
    )

    def clean_signature(self) -> str:
        """Refuse what is not a signature of this edition by somebody who may sign."""
        text: str = self.cleaned_data["signature"].strip().replace("\r\n", "\n") + "\n"  # browsers end lines with both
        if not isinstance(self.record, Publication) or not self.record.manifest:
            raise forms.ValidationError(_("There is nothing to sign yet."))
        try:
            self.cleaned_data |= self.signed(self.record, text)
        except SealError as error:
            raise forms.ValidationError(sentences(error)) from error
        return text

    def signed(self, record: Publication, text: str) -> dict[str, str]:
        """Return whose signature it is.

        Raises:
            SealError: it is nobody's who may sign, or not of this.
        """
        from grutto_web.work.editions.sealing import signer  # noqa: PLC0415 - see above

        return {"signer": signer(record, text)}


class StatementForm(SignatureForm):
    """The signature of a statement of what became of an edition."""

    def signed(self, record: Publication, text: str) -> dict[str, str]:
        """Return whose signature it is, and the statement signed."""
        from grutto_web.work.editions.sealing import stated_by  # noqa: PLC0415 - see above

        statement, name = stated_by(record, text)
        return {"signer": name, "statement": statement.to_bytes().decode()}


class Sign(Act[Publication]):
    """Sign it: two people do, with keys of their own that are on no server."""

    record, title, form, days = Publication, _("Sign"), SignatureForm, 7
    states, roles, apart_from = frozenset({State.FROZEN}), REVIEWER | ADOPTER, OF_OFFICERS

    def permits(self, actor: User | None, record: Publication | None, data: Mapping[str, Any]) -> bool:
        """Let nobody sign twice."""
        if actor is None or not super().permits(actor, record, data):
            return False
        return record is None or not entries(record).filter(act=self.name(), actor=actor).exists()

    def change(self, record: Publication, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the signature; with the second one it is sealed."""
        signatures = record.signature_texts | {data["signer"]: data["signature"]}
        record.signatures = json.dumps(signatures, sort_keys=True)
        if len(signatures) >= NEEDED:
            record.state, record.since = State.SEALED, timezone.now()

    def afterwards(self, record: Publication, _actor: User | None) -> None:
        """Put it into the package."""
        from grutto_web.work.editions.sealing import keep_signatures  # noqa: PLC0415 - see above

        keep_signatures(record)


class Publish(Act[Publication]):
    """Let anyone read it."""

    record, title = Publication, _("Publish")
    states, after, roles, days = frozenset(SIGNED_BEFORE), State.PUBLISHED, OFFICER, 7

    def permits(self, actor: User | None, record: Publication | None, data: Mapping[str, Any]) -> bool:
        """Let it be published once it is sealed; without, only on a server that has no list of signers."""
        from grutto_web.work.editions.sealing import lists_signers  # noqa: PLC0415 - see above

        waits = record is not None and record.state in {State.ADOPTED, State.FROZEN} and lists_signers()
        return super().permits(actor, record, data) and not waits


class Withdraw(Act[Publication]):
    """Withdraw it: it stays listed, with the reason."""

    record, title, reason = Publication, _("Withdraw"), True
    states, after, roles = frozenset({State.PUBLISHED}), State.WITHDRAWN, ADOPTER

    def change(self, record: Publication, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the reason, for readers."""
        record.reason = data["reason"]


class Declare(Act[Publication]):
    """Put the signed statement into its package that it was published, superseded or withdrawn."""

    record, title, form = Publication, _("Sign what became of it"), StatementForm
    states, roles, apart_from = PUBLIC, REVIEWER | ADOPTER, OF_OFFICERS

    def permits(self, actor: User | None, record: Publication | None, data: Mapping[str, Any]) -> bool:
        """Let it be signed while something of it is not."""
        from grutto_web.work.editions.sealing import to_state  # noqa: PLC0415 - see above

        return super().permits(actor, record, data) and (record is None or to_state(record) is not None)

    def change(self, record: Publication, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep statement and signature."""
        record.stated = json.dumps([*record.statements, (data["statement"], data["signature"])])

    def afterwards(self, record: Publication, _actor: User | None) -> None:
        """Put them into the package."""
        from grutto_web.work.editions.sealing import keep_signatures  # noqa: PLC0415 - see above

        keep_signatures(record)


BY_NAME: dict[str, type[Act[Publication]]] = {
    "make-again": OrderAgain,
    "submit": Submit,
    "review": Review,
    "send-back": SendBack,
    "adopt": Adopt,
    "make-package": FreezeAgain,
    "sign": Sign,
    "publish": Publish,
    "withdraw": Withdraw,
    "sign-state": Declare,
}
"""What can be done to an edition, by the name in the address of its page."""
