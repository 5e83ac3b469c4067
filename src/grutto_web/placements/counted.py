"""Which experts are counted, in which tables: a person once in a phase, in the year of their first stay there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from grutto.protect import Coarsening, Dimension, ProtectedTable, ProtectionPolicy, PublicationPlan
from grutto_web.casework.personal import Sex
from grutto_web.casework.populations import POPULATIONS, CasePopulation, Person
from grutto_web.placements.models import BEGUN, Assignment, Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "experts-nl"
ALL = "_T"
SEVERAL = "several"
"""The country of who went to more than one in a phase: they are part of the total, and of no single country."""
THRESHOLD = 5


def people() -> Iterator[Person]:
    """Yield everybody who was sent: each once in a phase, however many assignments they had there."""
    stays: dict[tuple[int, int], list[Assignment]] = {}
    sent = Assignment.objects.filter(state__in=BEGUN, mode=Mode.PHYSICAL, began_on__isnull=False)
    for each in sent.select_related("expert", "request__phase").order_by("began_on", "pk"):
        stays.setdefault((each.expert_id, each.request.phase_id), []).append(each)
    for (expert, phase), found in stays.items():
        countries = {each.request.country for each in found}
        first = found[0]
        assert first.began_on is not None  # noqa: S101 - filtered above
        codes = {
            "phase": first.request.phase.code,
            "year": str(first.began_on.year),
            "country": countries.pop() if len(countries) == 1 else SEVERAL,
            "sex": first.expert.sex,
        }
        yield Person(f"expert {expert} {phase}", codes, f"expert {expert}", str(first.expert.implementer_id))


def plan(counted: Iterable[Person]) -> PublicationPlan:
    """Return the tables: the total of each phase exactly; by year of the first stay, by country, and by sex."""
    found = list(counted)
    phases, years, countries = (tuple(sorted({p.codes[name] for p in found})) for name in ("phase", "year", "country"))
    rest = {"year": ALL, "country": ALL, "sex": ALL}

    def table(name: str, codes: tuple[str, ...]) -> ProtectedTable:
        fixed = {key: value for key, value in rest.items() if key != name}
        return ProtectedTable(f"by-{name}", {"phase": phases, name: codes}, fixed)

    return PublicationPlan(
        NAME,
        (
            Dimension("phase", {phase: frozenset({phase}) for phase in phases}),
            Dimension("year", _with_all(years)),
            Dimension("country", _with_all(countries)),
            Dimension("sex", _with_all(tuple(Sex.values))),
        ),
        (
            ProtectedTable("total", {"phase": phases}, rest, exact=True),
            table("year", years),
            table("country", countries),
            table("sex", tuple(Sex.values)),
        ),
        ProtectionPolicy(threshold=THRESHOLD),
        (Coarsening("by-sex"), Coarsening("by-country"), Coarsening("by-year")),
    )


def _with_all(codes: tuple[str, ...]) -> dict[str, frozenset[str]]:
    return {ALL: frozenset(codes)} | {code: frozenset({code}) for code in codes}


POPULATIONS[NAME] = CasePopulation(NAME, _("Experts who returned from the Netherlands for some time"), plan, people)
