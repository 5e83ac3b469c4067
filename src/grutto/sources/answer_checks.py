"""What an answer must hold: records of the countries and years that were asked for, in every format of a service."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from grutto.codelists import iso3_of
from grutto.errors import FetchError
from grutto.sources.request import without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.model.source import Source
    from grutto.sources.question import Question

EVERY = {"all", ""}
"""What a question says that asks for everything."""


def records_in(source: Source, content: bytes) -> list[Any]:
    """Return the records of an answer in JSON; of other formats, nothing."""
    layout = source.observations
    if layout is None or source.reader != "json-records":
        return []
    found = at(json.loads(content), layout.records)
    return found if isinstance(found, list) else []


def check_echo(source: Source, content: bytes, question: Question, address: str) -> None:
    """Refuse an answer about other countries or years than were asked for.

    Raises:
        FetchError: the service did not understand a parameter.
    """
    service = source.service
    for parameter, field in (service.echo if service else {}).items():
        codes_text = question.get(parameter, "")
        codes = re.split(r"[,;+]", codes_text)
        wanted = {iso3_of(code) for code in codes}
        if EVERY & set(codes):
            continue
        other = next((code for code in codes_in(source, content, field) if iso3_of(code) not in wanted), None)
        if other is not None:
            raise FetchError(
                "The service did not understand {parameter}={asked}: it answered about “{other}”",
                where=without_secrets(address),
                repair="check the code; docs/reference/sources.md says which codes are expected",
                parameter=parameter,
                asked=codes_text,
                other=other,
            )


def codes_in(source: Source, content: bytes, field: str) -> Iterable[str]:
    """Return the codes that an answer has in a field."""
    layout = source.observations
    if layout is None:
        return ()
    if source.reader == "eurostat":
        category = at(json.loads(content), f"dimension.{field}.category.index")
        return tuple(category) if isinstance(category, dict | list) else ()
    if source.reader == "json-records":
        values = (at(record, field) for record in records_in(source, content))
        return dict.fromkeys(str(value) for value in values if value is not None)
    lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig", "replace"), newline=""))
    return dict.fromkeys(line[field] for line in lines if line.get(field))


def at(content: Any, path: str) -> Any:
    """Return what stands at a path such as `0.pages`; none if there is no such place."""
    for step in path.split(".") if path else ():
        if isinstance(content, dict):
            content = content.get(step)
        else:
            place = int(step) if step.isdigit() and isinstance(content, list) else -1
            content = content[place] if 0 <= place < len(content) else None
    return content
