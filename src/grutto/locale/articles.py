"""Names of countries within a sentence: `from the Netherlands`. CLDR has the names, but not their articles."""

WITH_ARTICLE = (
    "AE",
    "BS",
    "CF",
    "CK",
    "DO",
    "FK",
    "FO",
    "KM",
    "MH",
    "MP",
    "MV",
    "PH",
    "SB",
    "SC",
    "TC",
    "UM",
    "US",
    "VG",
    "VI",
)
ARTICLES = {
    "en": dict.fromkeys((*WITH_ARTICLE, "GB", "GM", "IM", "NL"), "the"),
    "nl": dict.fromkeys((*WITH_ARTICLE, "PS"), "de") | {"GB": "het", "IM": "het"},
}
"""Language to the countries (ISO 3166-1 alpha-2) whose name has an article within a sentence."""


def within_sentence(name: str, code: str, language: str) -> str:
    """Return the name of a country with its article, if the language has one for it.

    Args:
        name: in that language.
        code: ISO 3166-1 alpha-2.
        language: its code; sentences in languages without a list here need no article.
    """
    article = ARTICLES.get(language, {}).get(code, "")
    return f"{article} {name}" if article else name
