"""Who is counted of those who returned, in which tables."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from grutto.protect import Coarsening, Dimension, ProtectedTable, ProtectionPolicy, PublicationPlan
from grutto_web.cases.casework.personal import Sex
from grutto_web.cases.casework.populations import POPULATIONS, CasePopulation, Person
from grutto_web.cases.returns.models import Member, PaymentStage, ReturnKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "return-nl"
ALL = "_T"
THRESHOLD = 5


def people() -> Iterator[Person]:
    """Yield everybody who left, voluntarily or assisted; forced return is never counted among them."""
    left = Member.objects.filter(case__departed_on__isnull=False).exclude(case__return_kind=ReturnKind.FORCED)
    for member in left.select_related("case").prefetch_related("payments"):
        case = member.case
        departed = case.departed_on
        assert departed is not None  # noqa: S101 - filtered above
        paid = sum((p.amount_eur for p in member.payments.all() if p.state == PaymentStage.CONFIRMED), Decimal(0))
        codes = {"year": str(departed.year), "country": case.country, "sex": member.sex}
        yield Person(f"member {member.pk}", codes, f"case {case.pk}", str(case.implementer_id), paid)


def plan(counted: Iterable[Person]) -> PublicationPlan:
    """Return the tables: the total of each year exactly, by country of return, and by sex."""
    found = list(counted)
    years = tuple(sorted({p.codes["year"] for p in found}))
    countries = tuple(sorted({p.codes["country"] for p in found}))
    return PublicationPlan(
        NAME,
        (
            Dimension("year", {year: frozenset({year}) for year in years}),
            Dimension("country", _with_all(countries)),
            Dimension("sex", _with_all(tuple(Sex.values))),
        ),
        (
            ProtectedTable("total", {"year": years}, {"country": ALL, "sex": ALL}, exact=True),
            ProtectedTable("by-country", {"year": years, "country": countries}, {"sex": ALL}),
            ProtectedTable("by-sex", {"year": years, "sex": tuple(Sex.values)}, {"country": ALL}),
        ),
        ProtectionPolicy(threshold=THRESHOLD),
        (Coarsening("by-sex"), Coarsening("by-country")),
    )


def _with_all(codes: tuple[str, ...]) -> dict[str, frozenset[str]]:
    return {ALL: frozenset(codes)} | {code: frozenset({code}) for code in codes}


POPULATIONS[NAME] = CasePopulation(NAME, _("People who returned from the Netherlands with help"), plan, people)
