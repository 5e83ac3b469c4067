"""Policy frameworks as folders of dated data: found by name or path, merged with their base, checked."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from grutto.errors import DeclarationError, UnknownNameError
from grutto.message import Message, msg
from grutto.model.framework import AttributionRule, CountryScope, Framework, Priority, Provision, Threshold
from grutto.store.codec import CodecPlace, Tree, decode_parts, read_declaration, read_toml, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

_HOME = Path(__file__).parent
_MAIN, _RULES = "framework.toml", "attribution.toml"
ACCOUNT = (
    "voted",
    "supplementary",
    "voted_commitments",
    "voted_receipts",
    "expenditure",
    "commitments",
    "receipts",
)
"""The amounts of a budget line."""
_GIVEN_BY_THE_FOLDER = ("id", "sha256")


class _FrameworkParts(NamedTuple):
    """A framework that may lack parts: those it has, the file of each, the digests of all files."""

    parts: Tree
    origin: dict[str, Path]
    digests: tuple[str, ...]


def names() -> list[str]:
    """Return the names of the bundled frameworks."""
    return sorted(path.parent.name for path in _HOME.glob(f"*/{_MAIN}"))


def load(name_or_path: str | Path) -> Framework:
    """Return a framework, by bundled name (`nl-2008`) or by the path of a folder with `framework.toml`.

    A part that a folder does not give comes from its base (`based_on`); a part it gives replaces the base's.
    References are merged by key, so that what is inherited keeps its own.

    Raises:
        UnknownNameError: neither a bundled name nor a folder.
        DeclarationError: a file is wrong: file, key and repair are in the message.
    """
    folder = _folder(name_or_path)
    draft = _draft(folder, ())
    parts = {**draft.parts, "id": folder.name, "sha256": _sha256(draft.digests)}
    require(parts, Framework, CodecPlace(folder / _MAIN, ""))
    framework = Framework(**parts)
    _check(framework, draft)
    return framework


def in_force[Item: (Priority, Provision, Threshold, CountryScope)](
    items: Iterable[Item], day: date
) -> tuple[Item, ...]:
    """Return the items that held on a day: from `since` on, until the day before `until`."""
    return tuple(item for item in items if item.since <= day and (item.until is None or day < item.until))


def _folder(name_or_path: str | Path) -> Path:
    if isinstance(name_or_path, str) and name_or_path in names():
        return _HOME / name_or_path
    folder = Path(name_or_path)
    if not folder.is_dir():
        raise UnknownNameError(
            "There is no framework {name_or_path}.",
            repair="Use one of: {listed}; or the path of a folder with {main}.",
            name_or_path=name_or_path,
            listed=", ".join(names()),
            main=_MAIN,
        )
    return folder.resolve()


def _base(folder: Path, name: str) -> Path:
    beside = folder.parent / name
    return beside if (beside / _MAIN).is_file() else _folder(name)


def _draft(folder: Path, seen: tuple[Path, ...]) -> _FrameworkParts:
    if folder in seen:
        raise DeclarationError(
            "Frameworks are based on each other in a circle.",
            where=CodecPlace(folder / _MAIN, "based_on").message,
            repair="Break the circle: {listed}.",
            listed=" → ".join(path.name for path in (*seen, folder)),
        )
    own = _own(folder)
    if "based_on" not in own.parts:
        return own
    return _merged(_draft(_base_of(folder, own.parts["based_on"]), (*seen, folder)), own)


def _base_of(folder: Path, name: str) -> Path:
    try:
        return _base(folder, name)
    except UnknownNameError as error:
        raise DeclarationError(
            error.what, where=CodecPlace(folder / _MAIN, "based_on").message, repair=error.repair
        ) from None


def _own(folder: Path) -> _FrameworkParts:
    main, rules = folder / _MAIN, folder / _RULES
    parts, digest = _part(main, _GIVEN_BY_THE_FOLDER, msg("Remove it: it follows from the folder."))
    origin, digests = dict.fromkeys(parts, main), [digest]
    if rules.is_file():
        once = Message("Give it in {file}, and once.", file=_MAIN)
        extra, digest = _part(rules, (*_GIVEN_BY_THE_FOLDER, *parts), once)
        parts, digests = {**parts, **extra}, [*digests, digest]
        origin.update(dict.fromkeys(extra, rules))
    return _FrameworkParts(parts, origin, tuple(digests))


def _part(file: Path, refused: tuple[str, ...], repair: str) -> tuple[Tree, str]:
    """Return the parts that a file gives, and the digest of the bytes that they were read from."""
    data = read_declaration(file)
    table = read_toml(file, data)
    for key in refused:
        if key in table:
            raise DeclarationError(
                "The key {key} cannot stand here.",
                where=CodecPlace(file, key).message,
                repair=repair,
                key=key,
            )
    return decode_parts(table, Framework, CodecPlace(file, "")), hashlib.sha256(data).hexdigest()


def _merged(base: _FrameworkParts, own: _FrameworkParts) -> _FrameworkParts:
    parts = {**base.parts, **own.parts}
    parts["reference"] = {**base.parts.get("reference", {}), **own.parts.get("reference", {})}
    return _FrameworkParts(parts, {**base.origin, **own.origin}, (*own.digests, *base.digests))


def _sha256(digests: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _check(framework: Framework, draft: _FrameworkParts) -> None:
    for key, reference in _references(framework):
        _known(reference, framework.reference, f"{key}.reference", draft, msg("reference"))
    codes = [item.code for item in framework.priority]
    for key, code in _priorities(framework):
        _known(code, codes, f"{key}.priority", draft, msg("priority"))
    for i, rule in enumerate(framework.attribution):
        _check_rule(rule, f"attribution[{i}]", framework, draft)
    for part in ("priority", "focus", "instrument", "criterion", "agreement"):
        _check_dated(part, getattr(framework, part), draft)


def _references(framework: Framework) -> Iterator[tuple[str, str]]:
    for part in ("priority", "focus", "instrument", "criterion", "threshold", "country_scope", "agreement"):
        for i, item in enumerate(getattr(framework, part)):
            yield f"{part}[{i}]", item.reference
    for i, line in enumerate(framework.budget_line):
        for part in ACCOUNT:
            for j, amount in enumerate(getattr(line, part)):
                yield f"budget_line[{i}].{part}[{j}]", amount.reference
    for i, rule in enumerate(framework.attribution):
        if rule.reference:
            yield f"attribution[{i}]", rule.reference


def _priorities(framework: Framework) -> Iterator[tuple[str, str]]:
    for part in ("focus", "instrument", "criterion"):
        for i, item in enumerate(getattr(framework, part)):
            yield from ((f"{part}[{i}]", code) for code in item.priority)
    for i, rule in enumerate(framework.attribution):
        if rule.priority:
            yield f"attribution[{i}]", rule.priority


def _check_rule(rule: AttributionRule, key: str, framework: Framework, draft: _FrameworkParts) -> None:
    """Check that a rule is about a priority or about a budget line, and that the line is declared."""
    wrong, repair = "", ""
    if bool(rule.priority) == bool(rule.budget_line):
        wrong = msg("A rule gives either a priority or a budget line.")
        repair = msg("Give one of priority, budget_line.")
    elif rule.relation == "attribution" and (rule.priority or set(rule.where) != {"priority"}):
        wrong = msg("A rule on attribution gives a budget line by its priorities.")
        repair = msg('Write budget_line, and where = { priority = ["1"] }.')
    if wrong:
        raise DeclarationError(wrong, where=_place(key, draft), repair=repair)
    if rule.budget_line:
        lines = [line.code for line in framework.budget_line]
        _known(rule.budget_line, lines, f"{key}.budget_line", draft, msg("budget line"))


def _known(name: str, known: Iterable[str], key: str, draft: _FrameworkParts, kind: str) -> None:
    if name not in known:
        raise DeclarationError(
            "There is no {kind} {name}.",
            where=_place(key, draft),
            repair="Use one of: {known}; or declare it.",
            kind=Message(kind),
            name=f"{name!r}",
            known=", ".join(known),
        )


def _check_dated(part: str, items: tuple[Priority | Provision, ...], draft: _FrameworkParts) -> None:
    seen: dict[str, list[Priority | Provision]] = {}
    for i, item in enumerate(items):
        where = _place(f"{part}[{i}]", draft)
        if item.until is not None and item.until <= item.since:
            raise DeclarationError(
                "{part} {item} ends before it begins.",
                where=where,
                repair="Let until follow since.",
                part=part,
                item=item.code,
            )
        if any(_overlap(item, other) for other in seen.setdefault(item.code, [])):
            raise DeclarationError(
                "{part} {item} is given twice for the same days.",
                where=where,
                repair="Give the earlier one an until, or another code.",
                part=part,
                item=item.code,
            )
        seen[item.code].append(item)


def _overlap(one: Priority | Provision, other: Priority | Provision) -> bool:
    first, second = sorted((one, other), key=lambda item: item.since)
    return first.until is None or second.since < first.until


def _place(key: str, draft: _FrameworkParts) -> Message:
    """Return the key with the file that it stands in."""
    return CodecPlace(draft.origin[key.partition("[")[0]], key).message
