"""What the log calls records, fields and values: the words of the form in which they were filled in, in each language.

Names of the program stand in the text of an entry, of which its digest is made.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.people.acts.act import ACTS

if TYPE_CHECKING:
    from django.db.models import Field

RECORDS: dict[str, str | Promise] = {
    "casework.attachment": _("attached file"),
    "casework.ceiling": _("ceiling"),
    "casework.ceilingrow": _("amount of a ceiling"),
    "casework.heldback": _("held back"),
    "casework.caseholder": _("who has it in hand"),
    "casework.casenote": _("note"),
    "casework.protectededition": _("protected counts"),
    "casework.reminder": _("reminder"),
    "editions.publication": _("edition"),
    "intakes.intake": _("data set taken in"),
    "judgements.judgement": _("judgement"),
    "people.invitation": _("invitation"),
    "people.membership": _("role of a person"),
    "people.organisation": _("organisation"),
    "people.user": _("person"),
    "placements.assignment": _("placement of an expert"),
    "placements.expert": _("expert"),
    "placements.payment": _("payment for a placement"),
    "placements.phase": _("phase of the programme"),
    "placements.request": _("request of a host"),
    "placements.year": _("year of a phase"),
    "policies.policy": _("policy framework"),
    "programme.name": _("name of the programme"),
    "remittances.market": _("market of a corridor"),
    "remittances.notice": _("notice to readers"),
    "remittances.quote": _("price"),
    "research.study": _("study"),
    "research.use": _("use"),
    "returns.answer": _("answer to a condition"),
    "returns.case": _("case"),
    "returns.followup": _("follow-up"),
    "returns.member": _("person of a case"),
    "returns.payment": _("payment on a grant"),
    "savings.savingsentry": _("entry of the savings ledger"),
    "uploads.upload": _("upload"),
}
"""Kind of record, as entries have it, to its name in words."""
OF_THE_SYSTEM: dict[str, str | Promise] = {
    "agreed": _("agreed to a loss"),
    "author": _("author"),
    "case": _("case"),
    "checks": _("what is missing"),
    "corrected": _("corrected file (digest)"),
    "corrects": _("edition that it corrects"),
    "counts": _("counts"),
    "digest": _("file (digest)"),
    "edition": _("edition"),
    "fault": _("why it failed"),
    "findings": _("remarks (digest)"),
    "found": _("what was found"),
    "iati": _("the file as IATI (digest)"),
    "id": _("number"),
    "implementer": _("implementer"),
    "key_name": _("name of the key"),
    "line": _("row of the edition"),
    "major": _("version"),
    "manifest": _("what is signed (digest)"),
    "minor": _("revision"),
    "phase": _("phase"),
    "preview": _("preview (digest)"),
    "pseudonym": _("number, as a keyed hash"),
    "raw": _("the row as it was written"),
    "release": _("release"),
    "released_as": _("name in the release"),
    "released_digest": _("file in the release (digest)"),
    "repairs": _("repairs (digest)"),
    "round": _("file that it came in"),
    "seen": _("figures as the author saw them"),
    "selection": _("chosen activities (digest)"),
    "service": _("service of the provider"),
    "signatures": _("signatures"),
    "signed": _("judgements that it was made with"),
    "signed_on": _("signed on"),
    "size": _("size in bytes"),
    "stated": _("what became of it, signed"),
    "user": _("person"),
}
"""Fields that the site fills in itself, so that no form has a word for them."""


def record_name(kind: str) -> str:
    """Return what a kind of record is called; one that there is no more, its name in the log."""
    return str(RECORDS.get(kind, kind))


def field_label(kind: str, name: str) -> str:
    """Return what a field is called: in a form of an act on such records, on the record, or by the site itself.

    That of a part of the record is `use/3/policy`: the kind of the part, its key and its field.
    """
    if name.count("/") == 2:
        of, key, own = _part(kind, name)
        return f"{record_name(of)} {key}: {field_label(of, own)}"
    plain = name.removesuffix("_id")
    form_label = _labels(kind).get(plain)
    if form_label is None:
        field = _field(kind, name)
        declared = getattr(field, "_verbose_name", None)
        form_label = declared if isinstance(declared, Promise) else OF_THE_SYSTEM.get(plain, name)
    return str(capfirst(str(form_label)))


def value_text(kind: str, name: str, value: Any) -> Any:
    """Return a value in words: what a choice is called, yes or no; any other as it is."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if name.count("/") == 2:
        of, _key, own = _part(kind, name)
        return value_text(of, own, value)
    choices = dict(getattr(_field(kind, name), "flatchoices", ()))
    return choices.get(value, value) if isinstance(value, str | int) else value


def _part(kind: str, name: str) -> tuple[str, str, str]:
    """Return kind, key and field of a part of a record, or of what stands beside it."""
    part, key, own = name.split("/")
    of_the_app = f"{kind.partition('.')[0]}.{part}"
    return of_the_app if of_the_app in RECORDS else f"casework.{part}", key, own


@cache
def _labels(kind: str) -> dict[str, str | Promise]:
    """Return field to its label in the forms of the acts on a kind of record."""
    forms = (act.form for act in ACTS.values() if act.record._meta.label_lower == kind)
    return {name: field.label for form in forms for name, field in form.base_fields.items() if field.label}


def _field(kind: str, name: str) -> Field[Any, Any] | None:
    try:
        return cast("Field[Any, Any]", apps.get_model(kind)._meta.get_field(name))
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
