"""The pages of the comparison."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from grutto.remittances.quote import INSTRUMENTS, PICKUPS, SPEEDS
from grutto_web.ground.languages import in_all_languages
from grutto_web.people.access import ANYONE, open_to
from grutto_web.public.remittances.destinations import corridors
from grutto_web.public.remittances.models import AveragePrice, Market
from grutto_web.public.remittances.offers import SORTS, OfferChoice, compare, published, standing
from grutto_web.public.remittances.public.history import history_chart
from grutto_web.public.remittances.public.markup import options
from grutto_web.public.remittances.public.offer_lists import lasting_parts, lists, survey_table
from grutto_web.public.remittances.public.pages import compared, head
from grutto_web.public.remittances.public.wording import GET, PAY, SPEED, source_name, wording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.http import HttpRequest
    from django.utils.functional import Promise

    from grutto_web.public.remittances.models import SurveyPrice
    from grutto_web.public.remittances.public.markup import CardFacts
    from grutto_web.public.remittances.public.wording import PageWording
    from grutto_web.public.site.release import Answer, Page

LEAST, MOST = Decimal(1), Decimal(15_000)
"""What one may compare: more is asked where it comes from, and sent in other ways."""
_SEPARATORS = str.maketrans({"\N{ARABIC DECIMAL SEPARATOR}": ",", "\N{ARABIC THOUSANDS SEPARATOR}": ".", "’": "'"})
_AMOUNT = re.compile(r"(\d{1,9}|\d{1,3}(?:[.,']\d{3}){1,2})(?:[.,](\d{1,2}))?")
"""Euros and cents; a mark before three digits is one of thousands: `1.000`, `1,000.50`."""


@compared("remittances/public/home.html")
def home(request: HttpRequest) -> Page:
    """Ask where to and how much; with an answer, lead to the comparison."""
    destination, amount = request.GET.get("to", "").upper(), request.GET.get("amount", "")
    if destination in corridors().destination:
        address = reverse("remittances:corridor", args=[corridors().source, destination])
        return HttpResponseRedirect(f"{address}?{urlencode({'amount': amount or '200'})}")
    return _choice_of_country()


def _choice_of_country(missing: str = "") -> dict[str, Any]:
    """Return what the first page shows; perhaps with a country that one cannot compare prices to."""
    words = wording()
    countries = _countries(words)
    return {
        "countries": countries,
        "country_options": options(countries, ""),
        "source": words.within_sentence(corridors().source),
        "amount": "200",
        "missing": words.within_sentence(missing) if missing else "",
    }


@cache
def _countries(words: PageWording) -> list[tuple[str, str]]:
    """Return the countries that one can send to, in the order of the language."""
    named = [(code, words.country_name(code)) for code in corridors().destination]
    return sorted(named, key=lambda pair: _collated(pair[1]))


def _collated(name: str) -> str:
    """Return a name as it is sorted: accents do not count."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


@compared("remittances/public/corridor.html")
def _corridor(request: HttpRequest, source: str, destination: str) -> Page:
    return _page(request, source, destination, None)


@csrf_exempt  # nothing is changed; an income is not kept, and must not stand in an address
@open_to(ANYONE)
@in_all_languages
def corridor(request: HttpRequest, source: str, destination: str) -> Answer:
    """Compare prices of a corridor; what is sent with it (an income) is used for this answer and forgotten."""
    if not _known(source, destination):
        missing = destination if destination not in corridors().destination else ""
        content = _choice_of_country(missing) | {"head": head(reverse("remittances:home"))}
        return render(request, "remittances/public/home.html", content, status=404)
    if request.method != "POST":
        return _corridor(request, source=source, destination=destination)
    income = amount_of(request.POST.get("income", ""))
    found = _page(request, source, destination, income)
    found |= {"head": head(request.path), "income_wrong": income is None}
    response = render(request, "remittances/public/corridor.html", found, status=422 if income is None else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@open_to(ANYONE)
@in_all_languages
def in_capitals(request: HttpRequest, source: str, destination: str) -> HttpResponseRedirect:
    """Lead an address written in small letters to the one that there is."""
    source, destination = source.upper(), destination.upper()
    if not _known(source, destination):
        raise Http404
    address = reverse("remittances:corridor", args=[source, destination])
    return HttpResponseRedirect(f"{address}?{query}" if (query := request.META.get("QUERY_STRING")) else address)


def _known(source: str, destination: str) -> bool:
    return source == corridors().source and destination in corridors().destination


def _page(request: HttpRequest, source: str, destination: str, income: Decimal | None) -> dict[str, Any]:
    """Return what the page of a corridor shows."""
    amount = amount_of(request.GET.get("amount", "200"))
    choice = OfferChoice(
        amount or Decimal(corridors().tiers[0]),
        _one_of(request.GET.get("sort", ""), SORTS) or SORTS[0],
        _one_of(request.GET.get("pay", ""), INSTRUMENTS),
        _one_of(request.GET.get("get", ""), PICKUPS),
        _one_of(request.GET.get("within", ""), SPEEDS),
    )
    words, today = wording(destination), timezone.localdate()
    found = compare(source, destination, choice, today)
    currency, country = corridors().currency, words.country_name(destination)
    within, amount_text = words.within_sentence(destination), words.amount(choice.amount, currency)
    whatever = (source, destination, words.language, standing(), today)
    return {
        "heading": gettext("Send %(amount_text)s to %(country)s") % {"amount_text": amount_text, "country": within},
        "country": country,
        "country_within": within,
        "country_options": _country_options(words, destination),
        "amount_text": amount_text,
        "amount_raw": f"{choice.amount:f}",
        "amount_wrong": amount is None,
        "limits": (words.amount(LEAST, currency), words.amount(MOST, currency)),
        "tier_text": words.amount(found.tier, currency) if found.tier and found.tier != choice.amount else "",
        "choice": choice,
        "choose": _choose(words, choice._replace(amount=Decimal(0))),
        "lists": lists(found, _cards(*whatever, found.tier) if found.tier else {}, income, words, choice.sort),
        "nothing": not (found.filtered or found.ranked or found.promotions or found.undisclosed or found.old),
        "filtered": words.number(found.filtered) if found.filtered else "",
        "income": income is not None,
        "income_form": _income_form(words.language),
        "after": _after(*whatever, tuple(found.survey)),
    }


def _part(template: str, **content: Any) -> str:
    """Return a part of a page; nothing if there is nothing to show."""
    return render_to_string(template, content) if all(content.values()) else ""


# What stands on a page whatever the amount is made once for each language, until prices or the day change.


@lru_cache(maxsize=1024)
def _cards(
    source: str, destination: str, language: str, standing: int, today: date, tier: Decimal
) -> dict[int, CardFacts]:
    """Return what the cards of a corridor say of any amount near one that was asked for."""
    del language, standing  # another one has other cards
    return lasting_parts(published(source, destination)[tier], today, wording(destination))


@lru_cache(maxsize=512)
def _after(
    source: str, destination: str, language: str, standing: int, today: date, survey: tuple[SurveyPrice, ...]
) -> str:
    """Return what stands below the offers."""
    words = wording(destination)
    return render_to_string(
        "remittances/public/after.html",
        {
            "survey": _part("components/table.html", table=survey_table(survey, words)),
            "survey_about": words.digits(
                gettext(
                    "The World Bank asks for prices every three months. These prices are for about 200 or 500 US"
                    " dollars. They are older, so they are not in the order above."
                )
            ),
            "history": _history(source, destination, language, standing),
            "history_about": words.digits(
                gettext(
                    "The countries of the world agreed: on average 3 percent, and nowhere more than 5 percent."
                    " The lines show this."
                )
            ),
            "market": _market(source, destination, words),
            "today": words.day(today),
        },
    )


@lru_cache(maxsize=512)
def _history(source: str, destination: str, language: str, standing: int) -> str:
    """Return the chart of what a corridor cost over the years."""
    del language, standing  # another one has another chart
    averages = list(AveragePrice.objects.filter(source=source, destination=destination))
    return _part("components/chart.html", chart=history_chart(averages, wording(destination)))


@lru_cache(maxsize=512)
def _country_options(words: PageWording, destination: str) -> str:
    return options(_countries(words), destination)


@cache
def _income_form(language: str) -> str:
    del language  # another one has another form
    return render_to_string("remittances/public/income.html")


@lru_cache(maxsize=512)
def _choose(words: PageWording, choice: OfferChoice) -> str:
    """Return the form with which one sorts and chooses."""
    return render_to_string("remittances/public/choose.html", _choices(choice, words))


def _choices(choice: OfferChoice, words: PageWording) -> dict[str, str]:
    """Return the options of each field."""
    sorts = {
        "cost": gettext("lowest total cost first"),
        "received": gettext("most money received first"),
        "speed": gettext("fastest first"),
    }
    everything = [("", gettext("all"))]
    return {
        "sort": options(sorts.items(), choice.sort),
        "pay": options([*everything, *_texts_of(PAY)], choice.pay),
        "get": options([*everything, *_texts_of(GET)], choice.get),
        "within": options([*everything, *((w, words.digits(t)) for w, t in _texts_of(SPEED))], choice.within),
    }


def _texts_of(words: Mapping[str, str | Promise]) -> list[tuple[str, str]]:
    return [(word, str(text)) for word, text in words.items()]


def _market(source: str, destination: str, words: PageWording) -> dict[str, str] | None:
    known = Market.objects.filter(source=source, destination=destination).first()
    if known is None:
        return None
    return {
        "share": words.percent(known.share, 0),
        "reference": source_name(known.reference),
        "day": words.day(known.known_on),
    }


def _one_of(word: str, known: tuple[str, ...]) -> str:
    return word if word in known else ""


def amount_of(text: str) -> Decimal | None:
    """Return an amount in any numerals, with point or comma before cents; none if it is no amount or out of bounds."""
    found = _AMOUNT.fullmatch("".join(text.split()).translate(_SEPARATORS))
    if not found:
        return None
    amount = Decimal(re.sub("[.,']", "", found[1]) + "." + (found[2] or "0"))
    if not LEAST <= amount <= MOST:
        return None
    return amount.quantize(Decimal("0.01")) if amount % 1 else amount.quantize(Decimal(1))
