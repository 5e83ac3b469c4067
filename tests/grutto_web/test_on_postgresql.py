"""The same tests on PostgreSQL: a server started for them, and the tests of what the web keeps in its database."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from postgres_server import programs, running_postgres

HERE = Path(__file__).parent
# Pages that only show what files hold, settings and languages ask no database, or the same of either.
KEPT = (
    "acts",
    "casework",
    "editions",
    "intakes",
    "jobs",
    "judgements",
    "log",
    "people",
    "placements",
    "policies",
    "remittances/test_acts.py",
    "remittances/test_api.py",
    "remittances/test_offers.py",
    "remittances/test_requirements.py",
    "remittances/test_surveys.py",
    "remittances/test_visits.py",
    "remittances/test_work.py",
    "research",
    "returns",
    "running",
    "test_access.py",
    "uploads/test_results.py",
)


@pytest.mark.slow
@pytest.mark.skipif(bool(os.environ.get("GRUTTO_DATABASE")), reason="this run is on PostgreSQL itself")
def test_the_web_is_the_same_on_postgresql() -> None:
    if programs() is None:
        pytest.skip("PostgreSQL's server is not installed: scripts/system.sh postgres")
    with running_postgres() as address:
        chosen = ("-m", "not browser and not outside_database", "-p", "no:cacheprovider")
        command = [sys.executable, "-m", "pytest", *(str(HERE / place) for place in KEPT), *chosen]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
        run = subprocess.run(
            command,
            env=environment | {"GRUTTO_DATABASE": address},
            cwd=HERE.parents[1],
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    passed = re.search(r"(\d+) passed", run.stdout)
    assert passed
    assert int(passed[1]) > 300
