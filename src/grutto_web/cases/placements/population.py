"""Which experts are counted, in which tables: a person once in a phase, in the year of their first stay there.

Stays and days for the account of an activity are counted of the same people, so that both share one plan and ledger:
apart, the exact total of a phase and the stays that began in one year gave away who first went in another.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from grutto.protect import Coarsening, Dimension, ProtectedTable, ProtectionPolicy, PublicationPlan
from grutto_web.cases.casework.beside import held_back
from grutto_web.cases.casework.personal import Sex
from grutto_web.cases.casework.populations import POPULATIONS, CasePopulation, Person
from grutto_web.cases.placements.models import BEGUN, Assignment, Mode, Phase, Reason
from grutto_web.cases.placements.stays import (
    ALL,
    OF_ACTIVITY,
    SEVERAL,
    WORDS,
    codes_of,
    days_of_experts,
    person_of,
    phases_of,
    planned,
    stays_in,
    tables,
    written,
)
from grutto_web.cases.placements.stays import NAME as STAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "experts-nl"
THRESHOLD, P_PERCENT = 5, Decimal(10)
COLUMNS = ("population", "edition", "table", "phase", "year", "country", "sex", "unit", "obs_value", "obs_status")
KINDS = ("first", "again", "worked", "shorter", "longer")
"""The finest of what an expert is counted for in a year: their first stay in a phase, more of them, and days."""


def people() -> Iterator[Person]:
    """Yield everybody who was sent: once in a phase for their first stay there, and for what activities account for."""
    stays: dict[tuple[int, int], list[Assignment]] = {}
    sent = Assignment.objects.filter(state__in=BEGUN, mode=Mode.PHYSICAL, began_on__isnull=False)
    sent = sent.exclude(pk__in=held_back(Assignment))
    for each in sent.select_related("expert", "request__phase").order_by("began_on", "pk"):
        stays.setdefault((each.expert_id, each.request.phase_id), []).append(each)
    for (expert, phase), found in stays.items():
        years = Counter(each.began_on.year for each in found if each.began_on)
        first, *again = sorted(years)
        countries = {each.request.country for each in found}
        own = {"country": countries.pop()} if len(countries) == 1 else {}
        key = f"expert {expert} {phase}"
        yield person_of(found[0], key, codes_of(found[0], "first", first) | own, years[first])
        for year in again:
            yield person_of(found[0], f"{key} {year}", codes_of(found[0], "again", year), years[year])
    yield from days_of_experts()


def plan(counted: Iterable[Person]) -> PublicationPlan:
    """Return the tables: the total of each phase exactly; by year of the first stay, by country, by sex; and stays."""
    found = list(counted)
    firsts = [each.codes for each in found if each.codes["kind"] == "first"]
    phases, countries = (tuple(sorted({codes[name] for codes in firsts})) for name in ("phase", "country"))
    years = tuple(sorted({codes["year"] for codes in firsts}))
    rest = {"year": ALL, "country": ALL, "sex": ALL, "reason": ALL, "kind": "first"}

    def table(name: str, codes: tuple[str, ...]) -> ProtectedTable:
        fixed = {key: value for key, value in rest.items() if key != name}
        return ProtectedTable(f"by-{name}", {"phase": phases, name: codes}, fixed)

    of_stays = tuple(tables())
    all_years = {*years, *(each.codes["year"] for each in found), *(y for t in of_stays for y in t.dimensions["year"])}
    all_phases = tuple(sorted(Phase.objects.values_list("code", flat=True)))
    of_phases = (
        ProtectedTable("total", {"phase": phases}, rest, exact=True),
        table("year", years),
        table("country", countries),
        table("sex", tuple(Sex.values)),
    )
    by_reason = [Coarsening(each.name) for each in of_stays if "reason" in each.dimensions]
    return PublicationPlan(
        NAME,
        (
            Dimension("phase", _alone(all_phases) | phases_of()),
            Dimension("year", _with_all(tuple(sorted(all_years)))),
            Dimension("country", _with_all(tuple(sorted({*countries, SEVERAL})))),
            Dimension("sex", _with_all(tuple(Sex.values))),
            Dimension("kind", _alone(KINDS) | {"begun": frozenset({"first", "again"})}),
            Dimension("reason", _with_all(tuple(Reason.values))),
        ),
        (*(of_phases if phases else ()), *of_stays),
        ProtectionPolicy(threshold=THRESHOLD, p_percent=P_PERCENT),
        (*by_reason, *(Coarsening(f"by-{name}") for name in ("sex", "country", "year") if phases)),
    )


def _alone(codes: Iterable[str]) -> dict[str, frozenset[str]]:
    return {code: frozenset({code}) for code in codes}


def _with_all(codes: tuple[str, ...]) -> dict[str, frozenset[str]]:
    return {ALL: frozenset(codes)} | _alone(codes)


def files(counts: str) -> dict[str, str]:
    """Return what goes into the core: experts, stays for the account of their activity, and their plans."""
    found = {NAME: experts_in(counts), STAYS: stays_in(counts), f"{STAYS}-planned": planned()}
    return {name: text for name, text in found.items() if text.count("\n") > 1}


def experts_in(counts: str) -> str:
    """Return the persons of released counts, each once in a phase, as CSV for the core."""
    rows = csv.DictReader(io.StringIO(counts))
    return written(COLUMNS, [row for row in rows if not row["phase"].startswith(OF_ACTIVITY)])


POPULATIONS[NAME] = CasePopulation(
    NAME, _("Experts who returned from the Netherlands for some time"), plan, people, files, WORDS
)
