"""A backup of a data folder and of the web's database in one file, and its way back; each byte is compared.

The file is a tar of what cannot be made again, with the digest of each part. Left out: what is made again by itself
(caches, collected files, counters) and the secret key of one's own machine.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext, gettext_noop

from grutto.errors import InputError
from grutto.store.files import sha256_of
from grutto.store.home import Home
from grutto.store.wording import of_system
from grutto_web.ground.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FORMAT = "grutto-backup/1"
SETTING = gettext_noop("see GRUTTO_DATABASE")
ANOTHER = gettext_noop("take another copy")
CONTENTS = "contents.json"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
MADE_AGAIN = {"cache", "extracts", "lock", "staging"}
APART = {"keys"}
"""Keys of personal fields are copied apart, each copy in place of the one before: no backup opens what was erased."""
OF_SQLITE = {f"grutto.sqlite3{end}" for end in ("", "-wal", "-shm")}
MADE_AGAIN_OF_WEB = OF_SQLITE | {"locale", "metrics", "named", "preparing", "secret-key", "static"}


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds.

    Args:
        files: number of files of the data folder.
        release: the current one.
        anchor: last entry of the log, NUMBER:DIGEST; what the log is compared with afterwards.
    """

    files: int
    release: str
    anchor: str


def back_up(path: Path, log_head: Callable[[], object]) -> BackupReport:
    """Write a backup; the site may go on meanwhile.

    The database comes first: whatever it names is in the data folder by then, and nothing is cleared away while the
    folder is held.

    Args:
        path: of the file to make.
        log_head: returns the last entry of the log, which is asked for just before the database is written out.

    Raises:
        InputError: the file is there already, or the database cannot be written out.
    """
    if path.exists():
        raise InputError(gettext("This file is there already"), where=path, repair=gettext("name a new one"))
    home, aside = Home(), path.with_name(f".{path.name}.part")
    try:
        with tempfile.TemporaryDirectory() as folder, home.writing(), tarfile.open(aside, "w") as tar:
            anchor, database = str(log_head()), Path(folder) / DATABASE[_kind()]
            _dump(database)
            digests = {database.name: _add(tar, database, database.name)}
            digests |= {f"home/{name}": _add(tar, home.path / name, f"home/{name}") for name in _names(home.path)}
            contents: dict[str, Any] = {
                "format": FORMAT,
                "grutto": version("grutto"),
                "release": home.current(),
                "anchor": anchor,
                "files": digests,
            }
            _add_text(tar, json.dumps(contents, indent=1, sort_keys=True).encode())
        aside.rename(path)
    finally:
        aside.unlink(missing_ok=True)
    return BackupReport(len(digests) - 1, contents["release"], anchor)


def require_content() -> None:
    """Refuse a data folder in which nothing is, such as one whose name was mistyped; before anything is prepared in it.

    Raises:
        InputError: it has neither a file nor a database.
    """
    folder = Home().path
    if not any(_names(folder)) and _kind() == "sqlite" and not _sqlite().exists():
        what, repair = gettext("There is nothing in this data folder"), gettext("name the one that the site uses")
        raise InputError(what, where=folder, repair=repair, command="--home")


def restore(path: Path) -> BackupReport:
    """Put a backup into an empty data folder and an empty database.

    Raises:
        InputError: one of them is not empty, or the backup is damaged, cut off, or of another kind of database.
    """
    home = Home()
    _require_empty(home.path)
    home.path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.path.parent) as folder:
        contents = _unpacked(path, Path(folder))
        database = Path(folder) / DATABASE[_kind()]
        if not database.is_file():
            what = gettext("The backup holds no database of %(kind)s") % {"kind": _kind()}
            raise InputError(what, where=path, repair=gettext(SETTING))
        _load(database, Path(folder) / "home" / "web")
        connections.close_all()  # else this process would go on with the database that was there before
        shutil.rmtree(home.path, ignore_errors=True)  # what the command made by itself is made again
        (Path(folder) / "home").rename(home.path)
    return BackupReport(len(contents["files"]) - 1, contents["release"], contents["anchor"])


def _kind() -> str:
    return "postgresql" if settings.ENVIRONMENT.database else "sqlite"


def _names(folder: Path) -> Iterator[str]:
    """Yield the files of a data folder that are kept, in order."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        again = parts[0] in MADE_AGAIN | APART or (parts[0] == "web" and parts[1:2] and parts[1] in MADE_AGAIN_OF_WEB)
        if path.is_file() and not again and not any(part.startswith(".") for part in parts):
            yield "/".join(parts)


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    digest = sha256_of(path)
    tar.add(path, name, recursive=False)
    return digest


def _add_text(tar: tarfile.TarFile, content: bytes) -> None:
    member = tarfile.TarInfo(CONTENTS)
    member.size = len(content)
    tar.addfile(member, BytesIO(content))


def _dump(path: Path) -> None:
    """Write out the database as it is at one moment."""
    if _kind() == "postgresql":
        _postgres("pg_dump", "--format=custom", f"--file={path}")
        return
    with closing(sqlite3.connect(_sqlite())) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)


def _load(dumped: Path, web: Path) -> None:
    if _kind() == "postgresql":
        _postgres("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(dumped))
    else:
        web.mkdir(parents=True, exist_ok=True)
        dumped.rename(web / "grutto.sqlite3")


def _postgres(program: str, *options: str) -> None:
    """Run a program of PostgreSQL on the web's database; the password goes by the environment."""
    parts = urlsplit(settings.ENVIRONMENT.database)
    netloc = parts.netloc.replace(f":{parts.password}@", "@") if parts.password else parts.netloc
    address = parts._replace(netloc=netloc)
    secret = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}
    target = f"--dbname={address.geturl()}"
    command = [program, target, *options]
    try:
        subprocess.run(command, env=os.environ | secret, check=True, capture_output=True, text=True)  # noqa: S603 - our own words
    except FileNotFoundError as error:
        what = gettext("%(program)s is not on this machine") % {"program": program}
        raise InputError(what, repair=gettext("install postgresql-client")) from error
    except subprocess.CalledProcessError as error:
        places = {"program": program, "said": error.stderr.strip()}
        raise InputError(gettext("%(program)s did not succeed: %(said)s") % places, repair=gettext(SETTING)) from error


def _sqlite() -> Path:
    folder: Path = settings.ENVIRONMENT.folder
    return folder / "grutto.sqlite3"


def _require_empty(folder: Path) -> None:
    """Refuse a folder with anything but what the web makes by itself when a command is run."""
    if folder.exists() and any(_names(folder)):
        what, repair = gettext("The data folder is not empty"), gettext("restore into a new one")
        raise InputError(what, where=folder, repair=repair, command="--home")


def _unpacked(path: Path, folder: Path) -> dict[str, Any]:
    """Unpack a backup; return what it says it holds, once every part is compared with its digest."""
    try:
        with tarfile.open(path) as tar:
            found = dict(_parts(tar, folder))
    except (tarfile.TarError, OSError, EOFError) as error:
        why = in_words(of_system(error)) if isinstance(error, OSError) and error.errno else str(error)
        what = gettext("The backup cannot be read: %(error)s") % {"error": why}
        raise InputError(what, where=path, repair=gettext(ANOTHER)) from error
    contents = _contents(folder / CONTENTS)
    if contents.get("format") != FORMAT:
        raise InputError(gettext("This is no backup, or it was cut off"), where=path, repair=gettext(ANOTHER))
    digests = contents["files"]
    wrong = sorted(name for name in {*found, *digests} - {CONTENTS} if found.get(name) != digests.get(name))
    if wrong:
        what = gettext("The backup is damaged: %(file)s") % {"file": wrong[0]}
        raise InputError(what, where=path, repair=gettext(ANOTHER))
    (folder / "home").mkdir(exist_ok=True)
    return contents


def _parts(tar: tarfile.TarFile, folder: Path) -> Iterator[tuple[str, str]]:
    """Unpack plain files at places inside the folder; yield name and digest of each."""
    for member in tar:
        content = tar.extractfile(member)
        name = PurePosixPath(member.name)
        if content is None or name.is_absolute() or ".." in name.parts:
            what = gettext("The backup names “%(name)s”, which is no file in it") % {"name": member.name}
            raise InputError(what, repair=gettext(ANOTHER))
        target, digest = folder / name, hashlib.sha256()
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            while block := content.read(1 << 20):
                digest.update(block)
                out.write(block)
        yield member.name, digest.hexdigest()


def _contents(path: Path) -> dict[str, Any]:
    try:
        contents: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return contents
