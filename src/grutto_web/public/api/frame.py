"""What every part of the interface shares: exact numbers, pages of a list, tags, CSV, and its description.

A part is a `Router` with operations; `v1.py` puts them together:

```
router = Router(tags=["activities"])
router.add_decorator(tagged(current_release), mode="view")

@router.get("/activities", response=Listing[Activity], openapi_extra=CSV)
def activities(request: HttpRequest, asked: Query[Asked], page: Query[Paging]) -> Listing[Activity] | Table: …
```
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from functools import wraps
from importlib import metadata
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self
from urllib.parse import urlencode

from django.http import StreamingHttpResponse
from django.views.decorators.http import condition
from ninja import NinjaAPI, Schema
from pydantic import Field, PlainSerializer, WithJsonSchema

from grutto.store.home import Home
from grutto_web.public.api.problems import KIND, Problem, handle, unknown_parameters
from grutto_web.public.site.data import csv_lines
from grutto_web.public.site.release import FRESH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.http import HttpRequest, HttpResponse
    from ninja.operation import Operation

SHAPES = "#/components/schemas/"
MOST = 1000
"""Things on one page of a list at most."""


def written(value: Decimal) -> str:
    """Return an exact number as text, without exponent."""
    return f"{value:f}"


EXACT = {"type": "string", "format": "decimal", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
Exact = Annotated[Decimal, PlainSerializer(written, return_type=str), WithJsonSchema(EXACT)]
"""A number whose every digit counts: text in JSON, so that no program rounds it."""

ReleaseId = Annotated[
    str,
    Field(
        pattern="^([0-9a-f]{16})?$",
        description="The release to read; the current one unless given. Give it, and the answer never changes.",
    ),
]


class ReleaseQuery(Schema):
    """Which release is read."""

    release: ReleaseId = ""


class Paging(Schema):
    """Which page of a list, and in which form."""

    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(100, ge=1, le=MOST, description="Things on a page.")
    format: Literal["json", "csv"] = Field("json", description="`csv` gives everything that was found at once.")

    def of[Thing](self, things: Sequence[Thing]) -> Sequence[Thing]:
        """Return the part of a list that the page shows."""
        return things[self.first : self.first + self.size]

    @property
    def first(self) -> int:
        """How many things stand before the page."""
        return (self.page - 1) * self.size


class Listing[Thing](Schema):
    """A page of a list."""

    count: int = Field(description="Things found in all.")
    page: int
    size: int
    next: str | None = Field(description="Address of the next page.")
    previous: str | None = Field(description="Address of the page before.")
    items: list[Thing]

    @classmethod
    def of(cls, request: HttpRequest, paging: Paging, count: int, items: Iterable[Any]) -> Self:
        """Return a page of a list.

        Args:
            request: what asked for it.
            paging: which page.
            count: things found in all.
            items: those on the page.
        """

        def at(page: int) -> str:
            pairs = [(k, v) for k in request.GET if k != "page" for v in request.GET.getlist(k)]
            return f"{request.path}?{urlencode([*pairs, ('page', page)])}"

        more = paging.first + paging.size < count
        return cls(
            count=count,
            page=paging.page,
            size=paging.size,
            next=at(paging.page + 1) if more else None,
            previous=at(paging.page - 1) if paging.page > 1 else None,
            items=list(items),
        )


CSV = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}
"""Says in the description that an operation gives CSV too."""


def table(name: str, head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> StreamingHttpResponse:
    """Return rows as a file of CSV."""
    answer = StreamingHttpResponse(csv_lines(head, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def current_release() -> str:
    """Return the id of the current release; empty if there is none."""
    return Home().current() or ""


type Run = Callable[..., HttpResponse]


def tagged(rests_on: Callable[[], str]) -> Callable[[Run], Run]:
    """Give answers a tag, so that who has one already is told so in a few bytes.

    Args:
        rests_on: gives what changes whenever an answer may change.
    """

    def tag(request: HttpRequest, *_: object, **__: object) -> str:
        parts = (metadata.version("grutto"), rests_on(), request.get_full_path())
        return f'"{hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]}"'

    def decorator(run: Run) -> Run:
        @wraps(run)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response: HttpResponse = condition(etag_func=tag)(run)(request, *args, **kwargs)
            response.headers["Cache-Control"] = f"public, max-age={FRESH}"
            return response

        return answer

    return decorator


def only_known(run: Run) -> Run:
    """Refuse a request with a parameter that the operation does not have: one misspelt would change what is found.

    Args:
        run: answers a request; the method of an operation.
    """
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    query_models = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    known = sorted({name for model in query_models for name in model.__ninja_flatten_map__})

    @wraps(run)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        unknown = sorted(set(request.GET) - set(known))
        return unknown_parameters(unknown, known) if unknown else run(request, *args, **kwargs)

    return answer


class Api(NinjaAPI):
    """An interface whose errors are problems, described in OpenAPI 3.1."""

    def __init__(self, *, title: str, version: str, description: str, urls_namespace: str) -> None:
        super().__init__(
            title=title,
            version=version,
            description=" ".join(description.split()),
            urls_namespace=urls_namespace,
            openapi_url=None,
            docs_url=None,
            openapi_extra={"components": {}},
        )
        handle(self)
        self.add_decorator(only_known, mode="view")

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of an operation: that of its function."""
        return operation.view_func.__name__

    def described(self, prefix: str) -> dict[str, Any]:
        """Return the description, with the problems that any operation may answer.

        Args:
            prefix: path under which it is served, `api/v1/`.
        """
        found: dict[str, Any] = self.get_openapi_schema(path_prefix=prefix)
        shape = Problem.model_json_schema(ref_template=f"{SHAPES}{{model}}")
        parts = shape.pop("$defs")
        found["components"]["schemas"] |= {"Problem": shape, **parts}
        wrong = {
            "description": "What went wrong",
            "content": {KIND: {"schema": {"$ref": f"{SHAPES}Problem"}}},
        }
        for path in found["paths"].values():
            for operation in path.values():
                operation["responses"] |= {"304": {"description": "You have it already"}, "4XX": wrong}
        return found
