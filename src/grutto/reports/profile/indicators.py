"""The indicators of a profile, by chapter: which measure, about which of the two countries, drawn how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from grutto.message import msg

Role = Literal["own", "origin", "origin_there", "hosted", "displaced", "from_there", "observer"]
"""own: the country itself · origin: people from the country, in all countries · origin_there: people from the country
in the observer's · hosted: people from all countries in the country · displaced: within the country · from_there: from
the observer to the country · observer: the observer itself."""


type Part = tuple[tuple[str, str | tuple[str, ...]], ...]
"""Dimensions of a measure, each with its value or values."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator.

    Args:
        anchor: its name in links and data.
        name: what it is called.
        measure: the measure; several are shown as small charts on one scale.
        role: see `Role`.
        by: drawn along the other country too, as a ranking or as a map; or along the purposes of aid.
        rate: operation that makes a rate of the measure and those in `rate_of`.
        rate_of: the other measures of the rate.
        parts: two selections of the measure of which the rate is made, as values of its dimensions.
        levels: levels of decision are kept apart.
        union: also as the sum over the member states of the European Union.
        otherwise: taken where the release has no source of this one.
    """

    anchor: str
    name: str
    measure: tuple[str, ...]
    role: Role
    by: Literal["", "ranking", "map", "purpose"] = ""
    rate: str = ""
    rate_of: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    levels: bool = False
    union: bool = False
    otherwise: Indicator | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: name in links, title, indicators in order."""

    anchor: str
    name: str
    indicators: tuple[Indicator, ...]


PERMITS = ("first_permits_family", "first_permits_education", "first_permits_work", "first_permits_other")

WOMEN: tuple[Part, ...] = ((("sex", "F"),), (("sex", "M"),))
"""Women and men: those of unknown sex are in neither."""

EVERYONE: Part = (("sex", "_T"), ("age", "_T"))
"""All people, of known and unknown sex and age."""

CHILDREN: tuple[Part, ...] = (
    (("age", ("Y0T4", "Y5T11", "Y12T17")), ("sex", ("F", "M"))),
    (("age", ("Y18T59", "Y_GE60")), ("sex", ("F", "M"))),
)
"""Children and adults in the age groups of UNHCR: those of unknown age are in neither."""

SUBSTANCE = ("asylum_decisions_complementary", "asylum_decisions_rejected")
"""Decisions on the substance of a claim, beside those that recognise a refugee; closed cases are none.

UNHCR's rates (https://www.unhcr.org/refugee-statistics/methodology/).
"""

UNDIVIDED = ("asylum_decisions_complementary_undivided", "asylum_decisions_rejected_undivided")
"""The same in a download of the Refugee Data Finder that does not tell persons and cases apart."""

CHAPTERS = (
    Chapter(
        "trends",
        msg("Migration trends"),
        (
            Indicator("population", msg("Population"), ("population",), "own"),
            Indicator("net-migration", msg("Net migration"), ("net_migration",), "own"),
            Indicator("immigrants", msg("Immigrants, by country of origin"), ("migrant_stock",), "hosted", "map"),
            Indicator(
                "women", msg("Women among immigrants"), ("migrant_stock",), "hosted", rate="part_of_both", parts=WOMEN,
            ),
            Indicator("emigrants", msg("Emigrants, by country of residence"), ("migrant_stock",), "origin", "map"),
            Indicator(
                "diaspora", msg("Diaspora"), ("migrant_stock",), "origin_there", union=True,
            ),
            Indicator("asylum", msg("Asylum applicants"), ("asylum_applicants",), "origin_there"),
            Indicator(
                "asylum-world", msg("Asylum applications, by country of asylum"), ("asylum_applications",), "origin",
                "ranking", otherwise=Indicator(
                    "asylum-world", msg("Asylum applications of persons and of whole cases, by country of asylum"),
                    ("asylum_applications_undivided",), "origin", "ranking",
                ),
            ),
            Indicator(
                "first-time", msg("First-time asylum applicants"), ("first_time_asylum_applicants",), "origin_there",
            ),
            Indicator(
                "women-asylum", msg("Women among asylum applicants"), ("asylum_applicants",), "origin_there",
                rate="part_of_both", parts=WOMEN,
            ),
            Indicator(
                "recognition", msg("Recognition in first instance"), ("first_instance_positive",),
                "origin_there", rate="share_percent", rate_of=("first_instance_decisions",),
            ),
            Indicator(
                "refugee-rate", msg("Refugee recognition rate, by country of asylum"), ("asylum_decisions_recognised",),
                "origin", rate="refugee_recognition", rate_of=SUBSTANCE, levels=True, otherwise=Indicator(
                    "refugee-rate", msg("Refugee recognition rate, persons and whole cases together"),
                    ("asylum_decisions_recognised_undivided",), "origin", rate="refugee_recognition",
                    rate_of=UNDIVIDED,
                ),
            ),
            Indicator(
                "total-rate", msg("Total recognition rate, by country of asylum"), ("asylum_decisions_recognised",),
                "origin", rate="total_recognition", rate_of=SUBSTANCE, levels=True, otherwise=Indicator(
                    "total-rate", msg("Total recognition rate, persons and whole cases together"),
                    ("asylum_decisions_recognised_undivided",), "origin", rate="total_recognition",
                    rate_of=UNDIVIDED,
                ),
            ),
            Indicator("minors", msg("Unaccompanied minors"), ("unaccompanied_minors",), "origin_there"),
            Indicator(
                "temporary-protection", msg("People with temporary protection"), ("temporary_protection",),
                "origin_there",
            ),
            Indicator("refugees", msg("Refugees, by country of asylum"), ("refugees",), "origin", "ranking"),
            Indicator("hosted", msg("Refugees hosted, by country of origin"), ("refugees",), "hosted", "ranking"),
            Indicator(
                "women-refugees", msg("Women among refugees"), ("refugees_by_sex_and_age",), "origin",
                rate="part_of_known", parts=(*WOMEN, EVERYONE),
            ),
            Indicator(
                "children-refugees", msg("Children among refugees"), ("refugees_by_sex_and_age",), "origin",
                rate="part_of_known", parts=(*CHILDREN, EVERYONE),
            ),
            Indicator("stateless", msg("Stateless people in the country"), ("stateless",), "hosted"),
            Indicator("displaced", msg("Displaced within the country"), ("internally_displaced",), "displaced"),
            Indicator(
                "displaced-cause", msg("Displaced within the country, by cause"),
                ("displaced_by_conflict", "displaced_by_disasters"), "displaced",
            ),
            Indicator(
                "displacements", msg("Displacements within the country, by cause"),
                ("displacements_by_conflict", "displacements_by_disasters"), "displaced",
            ),
            Indicator("returned", msg("Refugees who returned"), ("returned_refugees",), "origin"),
            Indicator(
                "refused", msg("Refused entry at the external borders"), ("refused_entries",), "origin_there",
            ),
            Indicator("orders", msg("Orders to leave"), ("orders_to_leave",), "origin_there"),
            Indicator("returns", msg("Returns after an order to leave"), ("returns",), "origin_there"),
            Indicator(
                "return-rate", msg("Return rate"), ("returns",), "origin_there", rate="return_rate",
                rate_of=("orders_to_leave",),
            ),
            Indicator("irregular", msg("Found to be illegally present"), ("illegally_present",), "origin_there"),
            Indicator("permits", msg("First residence permits, by reason"), PERMITS, "origin_there"),
            Indicator("visas", msg("Short-stay visas applied for"), ("visas_applied_for",), "origin_there"),
            Indicator(
                "visas-refused", msg("Short-stay visas refused"), ("visas_not_issued",), "origin_there",
                rate="visa_refusal", rate_of=("visas_applied_for",),
            ),
            Indicator("students", msg("Students abroad"), ("students_abroad",), "own"),
            Indicator("students-from-abroad", msg("Students from abroad"), ("students_from_abroad",), "own"),
        ),
    ),
    Chapter(
        "development",
        msg("Effects on development"),
        (
            Indicator("remittances", msg("Remittances received"), ("remittances_received",), "own"),
            Indicator(
                "remittances-gdp", msg("Remittances as a share of the economy"), ("remittances_share_of_gdp",), "own",
            ),
            Indicator("price", msg("Price of sending money to the country"), ("remittance_price",), "own"),
            Indicator(
                "price-from", msg("Price of sending money, by sending country"), ("remittance_price",), "from_there",
                "ranking",
            ),
            Indicator(
                "remittances-from", msg("Remittances, by sending country"), ("bilateral_remittances",), "hosted", "map",
            ),
            Indicator("aid", msg("Aid received, by donor"), ("aid_received",), "hosted", "ranking"),
            Indicator("sectors", msg("Aid received, by sector"), ("aid_by_sector",), "hosted", "purpose"),
            Indicator(
                "migration-aid", msg("Aid for purposes of migration"), ("aid_for_migration",), "from_there", "purpose",
            ),
        ),
    ),
    Chapter(
        "policy",
        msg("Policy framework"),
        (
            Indicator("aid-given", msg("Aid given"), ("oda_given",), "observer"),
            Indicator(
                "reception", msg("Reception of refugees, counted as aid"), ("in_donor_refugee_costs",), "observer",
            ),
        ),
    ),
)  # fmt: skip
