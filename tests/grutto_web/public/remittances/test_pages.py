"""The pages for people who send money: eight languages, shareable addresses, nothing kept of anybody."""

from __future__ import annotations

import gzip
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from grutto.remittances.price import received
from grutto_web.public.remittances import offers
from grutto_web.public.remittances.models import AveragePrice, Provider, Quote, Visits
from grutto_web.public.remittances.public.views import amount_of

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prices")]
LANGUAGES = [code for code, _ in settings.LANGUAGES]


def text(response: Any) -> str:
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_by_its_address(language: str, reader: Client) -> None:
    response = reader.get(f"/{language}/remittances/NLD/GHA/?amount=200")
    content = response.content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in content
    assert response.headers["Content-Language"] == language
    for other in LANGUAGES:
        assert f'hreflang="{other}" href="http://localhost:8010/{other}/remittances/NLD/GHA/"' in content
    assert len(gzip.compress(response.content)) < 20_000
    english = {"Your family receives", "Total cost", "You pay", "Exchange rate", "Sort and choose"}
    english.add("made up for this example")
    left = [] if language == "en" else [words for words in english if words in content]
    assert left == []


def test_numbers_names_and_currencies_as_the_language_writes_them(reader: Client) -> None:
    quote = Quote.objects.filter(destination="GHA", amount=200, service__provider__name="Kievit Transfers")[0]
    with_comma = f"{received(Decimal(200), quote.applied_rate):,.2f}".translate(str.maketrans(",.", ".,"))
    assert f"GHS\N{NO-BREAK SPACE}{with_comma}" in text(reader.get("/nl/remittances/NLD/GHA/?amount=200"))
    assert "Envoyer 200\N{NO-BREAK SPACE}€ – Ghana" in text(reader.get("/fr/remittances/NLD/GHA/?amount=200"))
    arabic = text(reader.get("/ar/remittances/NLD/GHA/?amount=200"))
    assert "غانا" in arabic
    assert "٢٠٠" in arabic
    assert "Fas" in text(reader.get("/tr/remittances/"))


@pytest.mark.parametrize("page", ["NLD/GHA/?amount=200", "NLD/GHA/?amount=200&sort=speed", "use/"])
def test_an_arabic_page_has_one_kind_of_digits(page: str, reader: Client) -> None:
    shown = reader.get(f"/ar/remittances/{page}").content.decode().partition("<main")[2]
    assert re.search("[٠-٩]", shown)
    assert re.findall("[0-9]+[^<>]*<", re.sub(r"<svg.*?</svg>|<[^>]*>", "<", shown, flags=re.DOTALL)) == []


def test_a_rate_and_its_source_are_each_written_in_their_own_direction(reader: Client) -> None:
    shown = reader.get("/ar/remittances/NLD/GHA/?amount=200").content.decode()
    assert re.search(r"<bdi>١ EUR = [٠-٩٫]+ GHS</bdi> \(<bdi>مختلق لهذا المثال، [^<]+</bdi>\)", shown)


def test_other_pages_lead_to_english_and_are_not_shown_in_the_menu(reader: Client) -> None:
    response = reader.get("/fr/reports/?page=2")
    assert (response.status_code, response.headers["Location"]) == (302, "/en/reports/?page=2")
    content = reader.get("/fr/remittances/").content.decode()
    assert "Envoyer de l" in content
    assert "/fr/money/" not in content
    assert "/en/money/" in reader.get("/en/remittances/").content.decode()


def test_from_the_first_page_to_the_comparison(reader: Client) -> None:
    response = reader.get("/so/remittances/?to=NGA&amount=150")
    assert response.headers["Location"] == "/so/remittances/NLD/NGA/?amount=150"
    assert reader.get("/en/remittances/NLD/FRA/").status_code == 404
    assert reader.get("/en/remittances/DEU/GHA/").status_code == 404
    small = reader.get("/ar/remittances/nld/gha/?amount=150")
    assert (small.status_code, small.headers["Location"]) == (302, "/ar/remittances/NLD/GHA/?amount=150")
    assert reader.get("/en/remittances/nld/fra/").status_code == 404
    assert reader.get("/en/remittances/?to=gha").headers["Location"] == "/en/remittances/NLD/GHA/?amount=200"


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("200", "200"), ("٢٠٠", "200"), ("99,50", "99.50"), ("99.50", "99.50"), (" 1 000 ", "1000"), ("0", None),
        ("-5", None), ("15000", "15000"), ("15001", None), ("1e9", None), ("1e400", None), ("1_0", None), ("NaN", None),
        ("1.000", "1000"), ("1,000.50", "1000.50"), ("١٬٠٠٠٫٥", "1000.50"), ("1'000", "1000"), ("1.00", "1"),
        ("=2+2", None), ("a lot", None), ("", None),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(written: str, amount: str | None) -> None:
    assert amount_of(written) == (None if amount is None else Decimal(amount))


def test_an_amount_that_cannot_be_is_told(reader: Client) -> None:
    shown = text(reader.get("/en/remittances/NLD/GHA/?amount=lots"))
    assert "Write an amount between €1 and €15,000, in digits. Below you see €200." in shown


def test_countries_have_their_articles_in_a_sentence(reader: Client) -> None:
    assert "Send money from the Netherlands to" in text(reader.get("/en/remittances/"))
    for address, words in (
        ("en/remittances/NLD/PHL/", "Send €200 to the Philippines"),
        ("en/remittances/NLD/DOM/", "We have no prices for the Dominican Republic now."),
        ("nl/remittances/NLD/PHL/", "€\N{NO-BREAK SPACE}200 sturen naar de Filipijnen"),
        ("es/remittances/NLD/DOM/", "Enviar 200\N{NO-BREAK SPACE}€ – República Dominicana"),
        ("fr/remittances/NLD/PHL/", "Philippines : nous n'avons pas de prix"),
    ):
        shown = reader.get(f"/{address}").content.decode().replace("&#x27;", "'")
        assert words in shown.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\xa0:", " :"), address


def test_a_country_that_is_not_compared_leads_to_those_that_are(reader: Client) -> None:
    for language, words in (
        ("en", "We have no prices for France now."),
        ("so", "Faransiis: hadda qiimayaal ma hayno."),
    ):
        answer = reader.get(f"/{language}/remittances/NLD/FRA/")
        assert answer.status_code == 404
        assert words in answer.content.decode()
        assert f'href="/{language}/remittances/NLD/GHA/"' in answer.content.decode()
    assert "We have no prices" not in reader.get("/en/remittances/DEU/GHA/").content.decode()


def test_a_choice_that_no_price_fits_is_not_told_as_no_prices(reader: Client) -> None:
    shown = text(reader.get("/en/remittances/NLD/GHA/?pay=cash&get=home_delivery&within=one_hour"))
    assert "Prices that do not fit your choice: 10." in shown
    assert "We have no prices for Ghana now." not in shown
    assert "We have no prices for Kenya now." in text(reader.get("/en/remittances/NLD/KEN/"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_says_what_its_order_is(language: str, reader: Client) -> None:
    rules = set()
    for sort in ("cost", "received", "speed"):
        shown = reader.get(f"/{language}/remittances/NLD/GHA/?sort={sort}").content.decode()
        rules |= set(re.findall(r'<h2 id="compare">[^<]+</h2>\s*<p>([^<]+)</p>', shown))
    assert len(rules) == 3
    assert language == "en" or not any("total cost" in rule for rule in rules)


def test_what_must_be_known_of_a_price_is_said(reader: Client) -> None:
    shown = text(reader.get("/en/remittances/NLD/NGA/?amount=200"))
    assert "This price is 20 days old. Ask again before you pay." in shown
    assert "The rate is better than the market rate today." in shown
    assert "The company told us this price. A second person checked it." in shown
    assert "Example: this company does not exist." in shown
    for title in ("Special offers", "Full price not known", "Old prices"):
        assert title in shown
    filtered = text(reader.get("/en/remittances/NLD/NGA/?amount=200&pay=cash&sort=speed"))
    assert "Tureluur" not in filtered
    assert "Prices that do not fit your choice: " in filtered


def test_an_income_that_cannot_be_is_told(reader: Client) -> None:
    response = reader.post("/nl/remittances/NLD/GHA/?amount=200", {"income": "veel"})
    assert response.status_code == 422
    assert "Schrijf een bedrag tussen € 1 en € 15.000, in cijfers." in text(response).replace("\xa0", " ")
    assert '<details class="income" open>' in response.content.decode()
    assert "Deel van het inkomen" not in text(response)


def test_an_income_is_used_for_one_answer_and_kept_nowhere(reader: Client) -> None:
    address = "/en/remittances/NLD/GHA/?amount=200"
    response = reader.post(address, {"income": "2000"})
    assert "Part of the income" in text(response)
    assert response.headers["Cache-Control"] == "no-store"
    assert "2000" not in response.content.decode()
    assert not response.cookies
    assert "Part of the income" not in text(reader.get(address))


def test_who_has_a_page_is_told_so_until_prices_change(reader: Client) -> None:
    first = reader.get("/en/remittances/NLD/GHA/?amount=210")
    tag = first.headers["ETag"]
    assert reader.get("/en/remittances/NLD/GHA/?amount=210", headers={"if-none-match": tag}).status_code == 304
    from grutto_web.public.remittances.acts import moved  # noqa: PLC0415

    moved()
    assert reader.get("/en/remittances/NLD/GHA/?amount=210", headers={"if-none-match": tag}).status_code == 200


def test_the_history_with_both_lines_and_a_table(reader: Client) -> None:
    for quarter, average, smart in (("2013-Q1", "9.5", None), ("2014-Q1", "8.471818", "5.2")):
        AveragePrice.objects.create(
            source="NLD", destination="GHA", time_period=quarter, average=average, smart=smart, services=11
        )
    from grutto_web.public.remittances.acts import moved  # noqa: PLC0415

    moved()
    response = reader.get("/nl/remittances/NLD/GHA/")
    content = response.content.decode()
    assert "In 2014/1 kostte geld sturen gemiddeld 8,47%" in content.replace("\N{NO-BREAK SPACE}", " ")
    assert content.count(">5%<") == content.count(">3%<") == 2, "the lines by name, for desk and phone"
    assert "minder dan drie" in content


def test_use_against_its_target(reader: Client) -> None:
    shown = text(reader.get("/en/remittances/use/"))
    assert "The target of 300,000 a year was not reached" in shown
    assert "2010 31,127 January to August only users, as the letter says" in shown
    assert "2009 32,680 whole year users, as the letter says" in shown
    assert "2010 (January to August only)" in shown, "the bar of eight months says so itself"
    Visits.objects.create(day=date(2026, 1, 1), number=300_000)
    assert "was not reached" not in text(reader.get("/en/remittances/use/?again"))


def test_nothing_of_an_address_or_a_price_becomes_a_part_of_the_page(reader: Client) -> None:
    script = "<script>alert(1)</script>"
    Provider.objects.filter(name="Kluut Geld").update(name=f'Kluut "{script}')
    offers.forget()
    for asked in ("amount", "sort", "pay", "get", "within", "to"):
        response = reader.get("/en/remittances/NLD/GHA/", {asked: f'"><{script}', "amount": f"'{script}"})
        assert response.status_code == 200
        assert script not in response.content.decode()
    response = reader.post('/en/remittances/NLD/GHA/?amount=200&x="><script>alert(1)</script>', {"income": "1e400"})
    assert script not in response.content.decode()
