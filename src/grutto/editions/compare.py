"""Two editions figure by figure: what is new, gone, changed, or the same from other rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.locale import msg
from grutto.model.figure import Derivation

if TYPE_CHECKING:
    from grutto.model.edition import Edition
    from grutto.model.figure import Figure

ABSENT = ""
Value = Decimal | str | None

PARTS = {
    "release": msg("the release of the sources"),
    "framework_sha256": msg("the framework"),
    "judgements_sha256": msg("the judgements"),
    "code": msg("the version of Grutto"),
    "year": msg("the year"),
}
"""What an edition rests on, in words."""


def other_parts(before: Edition, after: Edition) -> list[str]:
    """Return what two editions do not have in common of what they rest on, in words."""
    return [words for name, words in PARTS.items() if getattr(before, name) != getattr(after, name)]


def differences(before: Edition, after: Edition) -> list[dict[str, Any]]:
    """Return a row for each figure that is not the same in both editions, in the order of the later one.

    A figure is known by its id. `what` is `new`, `gone`, `changed` (value or unit), or `other rows`: the same value,
    but the rows behind it or the figures it derives from are not the same.
    """
    old, new = ({f.id: f for f in edition.figures} for edition in (before, after))
    rows = []
    for name in [*new, *(n for n in old if n not in new)]:
        what = _what(name, old.get(name), new.get(name), before, after)
        if what:
            rows.append(_row(what, old.get(name), new.get(name)) | {"figure_id": name})
    return rows


def _what(name: str, old: Figure | None, new: Figure | None, before: Edition, after: Edition) -> str:
    if old is None or new is None:
        return "new" if old is None else "gone"
    if (old.value, old.unit) != (new.value, new.unit):
        return "changed"
    same_rows = before.rows_sha256.get(name) == after.rows_sha256.get(name)
    return "" if same_rows and _inputs(old) == _inputs(new) else "other rows"


def _inputs(figure: Figure) -> tuple[str, ...]:
    return figure.lineage.inputs if isinstance(figure.lineage, Derivation) else ()


def _row(what: str, old: Figure | None, new: Figure | None) -> dict[str, Any]:
    """Return a row; what an edition does not have is empty, what it has without a value is unknown (`None`)."""
    units = tuple(dict.fromkeys(figure.unit for figure in (old, new) if figure))
    values = [figure.value if figure else ABSENT for figure in (old, new)]
    return {
        "what": what,
        "before": values[0],
        "after": values[1],
        "difference": _difference(*values) if len(units) == 1 else ABSENT,
        "unit": " → ".join(units),
    }


def _difference(before: Value, after: Value) -> Value:
    if before is None or after is None:
        return None
    return after - before if isinstance(before, Decimal) and isinstance(after, Decimal) else ABSENT
