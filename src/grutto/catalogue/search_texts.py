"""What of an activity is searched, in one spelling."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from grutto.catalogue.fold import fold
from grutto.locale import country_name, languages

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

LONGEST = 2000
"""Letters of each description that are searched."""

_TEXTS = "SELECT activity, field, text FROM text ORDER BY activity, field, language, number"
_NAMES = """
SELECT DISTINCT p.activity, o.name || ' ' || o.key FROM part AS p JOIN organisation AS o ON o.id = p.organisation
UNION SELECT activity, name FROM place WHERE name IS NOT NULL ORDER BY 1, 2
"""


def search_texts(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    """Yield for each activity its number, its titles, and whatever else it is found by, folded."""
    titles: dict[int, list[str]] = defaultdict(list)
    others: dict[int, list[str]] = defaultdict(list)
    for number, name, text in connection.execute(_TEXTS):
        (titles if name == "title" else others)[number].append(text[:LONGEST])
    for number, text in connection.execute(_NAMES):
        others[number].append(text)
    for number, identifier, title, countries in connection.execute(
        "SELECT id, identifier, title, countries FROM activity ORDER BY id"
    ):
        named = [country_name(code, one) for code in countries.split() for one in languages().values()]
        yield (
            number,
            fold(" ".join(titles.get(number) or [title or ""])),
            fold(" ".join(dict.fromkeys([identifier, *named, *others.get(number, ())]))),
        )
