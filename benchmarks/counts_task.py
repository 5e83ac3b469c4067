"""A large edition of counts as the web makes it: ordered by an officer, made by a worker; what that takes.

Run with ``python benchmarks/counts_task.py``; ``--small`` takes one year, not three. The database is one of its own.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "tests" / "support")]
os.environ["DJANGO_SETTINGS_MODULE"] = "web_settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - once the settings are read
from django.db import connection  # noqa: E402
from protection import one_year, three_years  # noqa: E402

from grutto_web.cases.casework.acts import Offer  # noqa: E402
from grutto_web.cases.casework.populations import POPULATIONS, CasePopulation, Person  # noqa: E402
from grutto_web.people.accounts.acts import EnterOrganisation, GiveRole  # noqa: E402
from grutto_web.people.accounts.models import User  # noqa: E402
from grutto_web.people.acts.perform import perform  # noqa: E402
from grutto_web.people.roles import Role  # noqa: E402

if TYPE_CHECKING:
    from protection import Task

    from grutto_web.cases.casework.models import ProtectedEdition

NAME = "benchmark"
SECONDS, GIGABYTES = 300, 1


def ordered(task: Task) -> ProtectedEdition:
    """Return an edition that an officer ordered: its people are a population of the site."""
    found = [Person(str(n), c.codes, c.family, c.partner) for n, c in enumerate(task.cases)]
    POPULATIONS[NAME] = CasePopulation(NAME, task.name, lambda _: task.plan, lambda: found)
    officer = User.objects.create_user("officer@example.org", "Officer", "a long enough password")
    place = perform(EnterOrganisation, None, None, {"name": "Ministry", "identifier": "XM-DAC-7"})
    perform(GiveRole, None, None, {"user": officer.pk, "organisation": place.pk, "role": Role.DISCLOSURE})
    return perform(Offer, None, officer, {"population": NAME})


def measured(task: Task) -> bool:
    """Have a worker make the edition, and print what it took; return whether it kept to its bars."""
    edition = ordered(task)
    print(f"{task.name}: {len(task.cases)} persons, {edition.state}", flush=True)
    start, clock = time.process_time(), time.perf_counter()
    call_command("work", batch=True)
    took, by_clock = time.process_time() - start, time.perf_counter() - clock
    edition.refresh_from_db()
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"  {edition.state}: {edition.cells} cells, {edition.hidden} hidden", flush=True)
    print(f"  {took:.0f} s of computing, {by_clock:.0f} s by the clock, {gigabytes:.2f} GB at most", flush=True)
    return edition.state == "offered" and took <= SECONDS and gigabytes <= GIGABYTES


def main() -> int:
    """Return 1 if a bar was missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--small", action="store_true", help="one year only")
    task = one_year() if options.parse_args().small else three_years()
    connection.creation.create_test_db(verbosity=0)
    kept = measured(task)
    print(f"  bar of {SECONDS} s and {GIGABYTES} GB: {'kept' if kept else 'MISSED'}", flush=True)
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
