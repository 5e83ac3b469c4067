"""Grutto: account for migration-and-development programmes, figure by figure.

```python
import grutto

home = grutto.open("data")
home.measure("spent", by=["year", "country"]).df()
```

The names below are what programs can rely on; nothing is loaded before it is used.
"""

from importlib import import_module
from sys import modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grutto.errors import GruttoError
    from grutto.library.activities import Activities
    from grutto.library.edition import OpenEdition
    from grutto.library.figure import Answer, Figures, OpenFigure
    from grutto.library.home import OpenHome
    from grutto.library.home import open_home as open  # noqa: A004 - a data folder is opened, as a file is
    from grutto.library.rows import Rows

__all__ = ["Activities", "Answer", "Figures", "GruttoError", "OpenEdition", "OpenFigure", "OpenHome", "Rows", "open"]

_PLACES = {
    "Activities": "grutto.library.activities",
    "Answer": "grutto.library.figure",
    "Figures": "grutto.library.figure",
    "GruttoError": "grutto.errors",
    "OpenEdition": "grutto.library.edition",
    "OpenFigure": "grutto.library.figure",
    "OpenHome": "grutto.library.home",
    "Rows": "grutto.library.rows",
    "open": "grutto.library.home",
}

if not TYPE_CHECKING:  # a name that is not there is an error of types too

    def __getattr__(name: str) -> object:
        """Return a public name; its module is loaded with it."""
        if name not in _PLACES:
            raise AttributeError(f"{__name__}.{name}", name=name, obj=modules[__name__])
        found = getattr(import_module(_PLACES[name]), "open_home" if name == "open" else name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    """Return the public names, for completion."""
    return [*__all__, *(name for name in globals() if name.startswith("__"))]
