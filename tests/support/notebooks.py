"""Notebooks run cell by cell, as Jupyter does: what a cell's last expression gives is what stands below it.

Jupyter itself, or marimo, would add twenty packages to the tests for that. Names that change with each build (ids of
16 digits) are written as `…`. `PYTHONPATH=src python tests/support/notebooks.py NOTEBOOK` writes the outputs anew.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from contextlib import chdir
from pathlib import Path
from typing import Any

Cell = dict[str, Any]
_BUILD_ID = re.compile(r"\b[0-9a-f]{16}\b")


def executed(path: Path) -> dict[str, Any]:
    """Return a notebook with the outputs that its cells give now, run in its own folder."""
    notebook: dict[str, Any] = json.loads(path.read_text("utf-8"))
    names: dict[str, Any] = {}
    with chdir(path.parent):
        for number, cell in enumerate((c for c in notebook["cells"] if c["cell_type"] == "code"), start=1):
            cell["execution_count"] = number
            cell["outputs"] = _outputs("".join(cell["source"]), names, number)
    return notebook


def _outputs(source: str, names: dict[str, Any], number: int) -> list[Cell]:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, f"cell {number}", "exec"), names)  # noqa: S102 - a page of this project
    if not isinstance(last, ast.Expr):
        return []
    value = eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names)  # noqa: S307 - likewise
    if value is None:
        return []
    return [{"data": _data(value), "execution_count": number, "metadata": {}, "output_type": "execute_result"}]


def _data(value: Any) -> dict[str, list[str]]:
    """Return a value as a notebook keeps it: as HTML where it has that, and as plain text."""
    shown_as = {"text/html": value._repr_html_()} if hasattr(value, "_repr_html_") else {}
    texts = shown_as | {"text/plain": repr(value)}
    return {kind: _BUILD_ID.sub("…", str(text)).splitlines(keepends=True) for kind, text in texts.items()}


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.write_text(json.dumps(executed(page), ensure_ascii=False, indent=1) + "\n", "utf-8")
