"""Questions to a service: which names they may use, the address they make, and how a large one is divided."""

from __future__ import annotations

import difflib
import string
from typing import TYPE_CHECKING
from urllib.parse import quote

from grutto.errors import DeclarationError, InputError
from grutto.lazily import lazily
from grutto.message import Message

if TYPE_CHECKING:
    import httpx

    from grutto.model.source import Service, Source
else:
    httpx = lazily("httpx")

Question = dict[str, str]


def service_of(source: Source) -> Service:
    """Return how a source is asked.

    Raises:
        DeclarationError: the source declares no service.
    """
    if source.service is None:
        raise DeclarationError("This source has no service to ask", where=f"sources/{source.name}/source.toml")
    return source.service


def question_of(source: Source, parameters: Question) -> Question:
    """Return a whole question: what is always said, what is said by default, and what is given.

    A service that does not know a name answers as if it had not been said, with totals of the world: so a name that is
    not declared is refused here.

    Raises:
        InputError: a name that the service does not know.
    """
    service = service_of(source)
    for name in parameters:
        if name not in service.ask:
            places = {"source": source.title, "name": name}
            near = difflib.get_close_matches(name, service.ask, n=1)
            raise InputError(
                Message("{source}: there is no parameter “{name}”; did you mean “{near}”?", near=near[0], **places)
                if near
                else Message("{source}: there is no parameter “{name}”", **places),
                where=f"{name}={parameters[name]}",
                repair="one of: {ask}",
                ask=", ".join(service.ask),
            )
    return {name: text for name, text in (service.parameters | service.ask | parameters).items() if text}


def address_of(source: Source, question: Question, base: str = "", page: int = 0) -> str:
    """Return the address of a question; names in braces stand in its path, the rest behind it.

    Args:
        source: the data flow.
        question: whole, as `question_of` gives it.
        base: the address to use instead of the declared one.
        page: number of the page, from 1; 0 names none.
    """
    service, address = service_of(source), base or source.address
    in_path = {name for _, name, _, _ in string.Formatter().parse(address) if name}
    path = address.format(**{name: quote(question.get(name, ""), safe=";.+,@") for name in in_path})
    pairs = [(n, part) for n, text in question.items() if n not in in_path for part in _parts(service, n, text)]
    if page:
        pairs.append((service.page, str(page)))
    return str(httpx.URL(path, params=pairs)) if pairs else path


def _parts(service: Service, name: str, text: str) -> list[str]:
    """Return the values of a parameter: where a question may be divided by it, each value is said apart."""
    return text.split(",") if name in service.split else [text]


def halves(service: Service, question: Question) -> tuple[Question, Question] | None:
    """Return a question as two that ask the same together; none if it cannot be divided."""
    several = [name for name in service.split if "," in question.get(name, "")]
    if several:
        name = max(several, key=lambda n: question[n].count(","))
        values = question[name].split(",")
        middle = len(values) // 2
        return question | {name: ",".join(values[:middle])}, question | {name: ",".join(values[middle:])}
    return _half_spans(service, question)


def _half_spans(service: Service, question: Question) -> tuple[Question, Question] | None:
    if len(service.span) != 2 or not all(question.get(name, "").isdigit() for name in service.span):
        return None
    first, last = service.span
    since, until = int(question[first]), int(question[last])
    if since >= until:
        return None
    middle = (since + until) // 2
    return question | {last: str(middle)}, question | {first: str(middle + 1)}
