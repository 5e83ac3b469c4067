"""At which size a distributed engine pays: the same questions of a release, asked in this process and of a server.

    python benchmarks/engines.py [--activities 2000 20000] [--engine sc://HOST:PORT]

Without an address, a server (Sail) is started on this machine; then both share its processors, and what is seen is the
cost of the way there. The server must see the temporary folder.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
import warnings
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from grutto.measures.book import Book
from grutto.measures.session import open_release
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.store.engine import Engine

QUESTIONS = (("spent_gross", "year"), ("spent_gross", "country"), ("spent_once", "reporting_org"), ("active", "year"))


@contextmanager
def server(address: str) -> Iterator[str]:
    """Give an address, or that of a server started here."""
    if address:
        yield address
        return
    from pysail.spark import SparkConnectServer  # noqa: PLC0415 - only where it is started here

    started = SparkConnectServer(port=0)
    started.start(background=True)
    yield f"sc://localhost:{started.listening_address[1]}"
    started.stop()


def seconds(home: Home) -> float:
    """Return the seconds that the questions take, each once to wake up and once measured."""
    with open_release(home) as session:
        _ask_all(session.engine)
        start = time.perf_counter()
        _ask_all(session.engine)
        return time.perf_counter() - start


def _ask_all(engine: Engine) -> None:
    book = Book(engine, attributed=False)
    for name, dimension in QUESTIONS:
        book.breakdown(name, dimension)


def main() -> None:
    """Print a line a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--activities", type=int, nargs="+", default=[2_000, 20_000])
    parser.add_argument("--engine", default="")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    with server(given.engine) as address, TemporaryDirectory() as folder:
        for size in given.activities:
            source, place = Path(folder) / f"source-{size}", Path(folder) / f"home-{size}"
            generator = str(Path(__file__).parent / "portfolio.py")
            subprocess.run([sys.executable, generator, str(source), "--activities", str(size)], check=True)
            take_in(Home(place), incoming_files([source]))
            here, there = seconds(Home(place)), seconds(Home(place, engine=address))
            print(f"{size:,} activities: {here:.2f} s here, {there:.2f} s on the server, ratio {there / here:.1f}")


if __name__ == "__main__":
    main()
