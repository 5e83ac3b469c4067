"""A PostgreSQL server of one's own for tests: a private socket, no network, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDED = ("initdb", "postgres", "pg_isready")
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "jit=off")
QUICK = tuple(word for setting in (*SETTINGS, "listen_addresses=") for word in ("-c", setting))


def programs() -> Path | None:
    """Return Debian's versioned folder of the server's programs, the newest one; none if it is not installed."""
    told = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
    folders = [Path(told), *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    return next((f for f in folders if all((f / name).exists() for name in NEEDED)), None)


@contextmanager
def running_postgres() -> Iterator[str]:
    """Start a server; give the address of its database `postgres` as `GRUTTO_DATABASE` takes it."""
    found = programs()
    assert found, "PostgreSQL's server is not installed: scripts/system.sh postgres"
    folder = Path(tempfile.mkdtemp(prefix="grutto-postgres-"))
    as_owner = _as_owner(folder)
    data = folder / "data"
    try:
        options = ["-D", str(data), "-U", "grutto", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run([*as_owner, str(found / "initdb"), *options], check=True, capture_output=True)
        command = [*as_owner, str(found / "postgres"), "-D", str(data), "-k", str(folder), *QUICK]
        with (folder / "log").open("wb") as log, subprocess.Popen(command, stderr=log, cwd=folder) as server:
            try:
                _wait(found, folder)
                yield f"postgresql://grutto@/postgres?host={folder}"
            finally:
                server.terminate()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_owner(folder: Path) -> list[str]:
    """Return what runs a program as the owner of the data: the server refuses to be root."""
    if os.geteuid() != 0:
        return []
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]


def _wait(found: Path, folder: Path) -> None:
    for _ in range(200):
        asked = [str(found / "pg_isready"), "-q", "-h", str(folder)]
        if subprocess.run(asked, check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise TimeoutError((folder / "log").read_text())
