"""A made-up portfolio of any size as IATI files, as varied as real ones: the same seed gives the same bytes.

    python benchmarks/portfolio.py FOLDER [--activities 20000] [--files 8] [--seed 30573]

Hundreds of organisations, titles in five languages, up to four countries and three places an activity, some thirty
amounts, results and documents. Everything in it is invented.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


COUNTRIES = _words(
    "AF AL AM AO AZ BA BD BF BI BJ BO BR BT BW BY CD CF CG CI CL CM CN CO CR CU CV DJ DO DZ EC EG ER ET GA GE GH "
    "GM GN GT GW HN HT ID IN IQ IR JM JO KE KG KH KM KZ LA LB LK LR LS LY MA MD ME MG MK ML MM MN MR MU MW MX MY "
    "MZ NA NE NG NI NP PA PE PH PK PS PY RS RW SD SL SN SO SR SS SV SY SZ TD TG TH TJ TM TN TR TZ UA UG UZ VE VN "
    "YE ZA ZM ZW"
)
PURPOSES = _words(
    "11220 12220 13040 14030 15110 15136 15160 15190 16010 16020 24030 24050 31120 32130 43010 43040 72010 72040 "
    "73010 74020 93010"
)
THEMES = {
    "en": (
        "Safe return",
        "Skills for newcomers",
        "Cheaper remittances",
        "Border registers",
        "Shelter after the flood",
        "Asylum procedures",
    ),
    "nl": (
        "Veilige terugkeer",
        "Vakopleiding",
        "Goedkoper overmaken",
        "Grensregisters",
        "Onderdak na overstroming",
        "Asielprocedures",
    ),
    "fr": (
        "Retour en sécurité",
        "Compétences",
        "Transferts d’argent",
        "Registres",
        "Abri après l’inondation",
        "Procédures d’asile",
    ),
    "es": ("Retorno seguro", "Formación", "Remesas más baratas", "Registros", "Albergue", "Procedimientos de asilo"),
    "ar": ("العودة الآمنة", "مهارات للوافدين", "تحويلات أرخص", "سجلات الحدود", "مأوى", "إجراءات اللجوء"),
}
WORDS = _words(
    "people families training shelter legal advice registration schools wells clinics transport loans "
    "municipality district women youth monitoring partners consultation border documents voluntary assisted "
    "reintegration income market livestock seeds language counselling"
)
PLACES = _words(
    "Tamale Herat Kassala Bamako Agadez Tirana Zarqa Cox Dadaab Gambella Lodwar Juba Goma Kandahar Sulaymaniyah Tripoli"
)
FIRST, LAST = 2015, 2024


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation: identifier, name and type."""

    ref: str
    name: str
    type: str


def organisations(random: Random, count: int) -> list[Organisation]:
    """Return made-up organisations."""
    kinds = (
        ("Ministry of", "10"),
        ("Foundation for", "60"),
        ("Council on", "22"),
        ("Agency for", "40"),
        ("Institute of", "80"),
    )
    found = []
    for number in range(count):
        kind, code = random.choice(kinds)
        subject = " ".join(word.capitalize() for word in random.sample(WORDS, 2))
        found.append(Organisation(f"XM-MADE-{number:04}", f"{kind} {subject} {number}", code))
    return found


def activity(number: int, random: Random, everybody: list[Organisation]) -> str:
    """Return an activity as XML."""
    reporter = everybody[min(int(random.expovariate(0.08)), 59)]
    theme = random.randrange(6)
    countries = random.sample(COUNTRIES, random.choice((1, 1, 1, 2, 4)))
    others = random.sample(everybody, random.randint(2, 5))
    start = random.randint(FIRST, LAST - 2)
    end = min(start + random.randint(1, 5), LAST)
    parts = [
        f"<iati-identifier>{reporter.ref}-{number:06}</iati-identifier>",
        f'<reporting-org ref="{reporter.ref}" type="{reporter.type}">{_said(reporter.name)}</reporting-org>',
        _title(number, theme, random, countries[0]),
        f"<description><narrative>{_prose(random, 60)}</narrative></description>",
        *(_taking_part(o, role) for o, role in zip(others, ("1", "4", "4", "3", "2"), strict=False)),
        f'<activity-status code="{random.choice("2234")}"/>',
        f'<activity-date type="1" iso-date="{start}-01-01"/><activity-date type="2" iso-date="{start}-02-01"/>',
        f'<activity-date type="3" iso-date="{end}-12-31"/>',
        *(f'<recipient-country code="{c}" percentage="{100 / len(countries):.2f}"/>' for c in countries),
        *(_place(random) for _ in range(random.randint(0, 3))),
        *(f'<sector vocabulary="1" code="{p}"/>' for p in random.sample(PURPOSES, 1)),
        *(_budget(year, random) for year in range(start, end + 1)),
        *(_payment(random, start, end, others[1]) for _ in range(random.randint(8, 30))),
        *(_document(number, n) for n in range(random.randint(0, 4))),
        *([_result(random, start, end)] if random.random() < 0.4 else []),
    ]
    return f'<iati-activity default-currency="EUR" hierarchy="1" xml:lang="en">{"".join(parts)}</iati-activity>\n'


def _said(text: str) -> str:
    return f"<narrative>{text}</narrative>"


def _title(number: int, theme: int, random: Random, country: str) -> str:
    languages = ["en", *random.sample(["nl", "fr", "es", "ar"], random.randint(0, 2))]
    told = (f'<narrative xml:lang="{c}">{THEMES[c][theme]} {country} {number}</narrative>' for c in languages)
    return f"<title>{''.join(told)}</title>"


def _prose(random: Random, count: int) -> str:
    return escape(" ".join(random.choices(WORDS, k=count)).capitalize())


def _taking_part(organisation: Organisation, role: str) -> str:
    who = f'ref="{organisation.ref}" type="{organisation.type}" role="{role}"'
    return f"<participating-org {who}><narrative>{organisation.name}</narrative></participating-org>"


def _place(random: Random) -> str:
    at = f"{random.uniform(-30, 40):.3f} {random.uniform(-90, 110):.3f}"
    return f"<location><name>{_said(random.choice(PLACES))}</name><point><pos>{at}</pos></point></location>"


def _budget(year: int, random: Random) -> str:
    period = f'<period-start iso-date="{year}-01-01"/><period-end iso-date="{year}-12-31"/>'
    return f'<budget>{period}<value value-date="{year}-01-01">{random.randint(10, 900) * 1000}</value></budget>'


def _payment(random: Random, start: int, end: int, receiver: Organisation) -> str:
    kind, day = random.choice("12333344"), f"{random.randint(start, end)}-{random.randint(1, 12):02}-15"
    value = f'<value value-date="{day}">{random.randint(1, 90000)}</value>'
    whom = (
        f'<receiver-org ref="{receiver.ref}"><narrative>{receiver.name}</narrative></receiver-org>'
        if kind == "3"
        else ""
    )
    return (
        f'<transaction><transaction-type code="{kind}"/><transaction-date iso-date="{day}"/>{value}{whom}</transaction>'
    )


def _document(number: int, place: int) -> str:
    title = f"<title>{_said(f'Report {place}')}</title>"
    url = f"https://example.org/{number}/{place}.pdf"
    return f'<document-link url="{url}" format="application/pdf">{title}</document-link>'


def _result(random: Random, start: int, end: int) -> str:
    periods = "".join(_period(year, random.randint(10, 500), random.randint(10, 500)) for year in range(start, end + 1))
    title = f"<title>{_said(f'People reached {random.randint(1, 30)}')}</title>"
    indicator = f'<indicator measure="1">{title}{periods}</indicator>'
    return f'<result type="1" aggregation-status="1"><title><narrative>Reached</narrative></title>{indicator}</result>'


def _period(year: int, target: int, actual: int) -> str:
    days = f'<period-start iso-date="{year}-01-01"/><period-end iso-date="{year}-12-31"/>'
    return f'<period>{days}<target value="{target}"/><actual value="{actual}"/></period>'


def files(count: int, parts: int, seed: int) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield name and lines of each file."""
    everybody = organisations(Random(seed), 600)
    for part in range(parts):
        numbers = range(part, count, parts)
        yield f"portfolio-{part}.xml", (activity(n, Random(f"{seed}/{n}"), everybody) for n in numbers)


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--activities", type=int, default=20_000)
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--seed", type=int, default=30573)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for name, lines in files(given.activities, given.files, given.seed):
        with (given.folder / name).open("w", encoding="utf-8") as out:
            out.write('<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n')
            out.writelines(lines)
            out.write("</iati-activities>\n")


if __name__ == "__main__":
    main()
