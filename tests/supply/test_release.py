"""A release is built as its script says: here as a dry run, on whatever stands in the folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def released(project: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Run the script with the Python of the tests."""
    command = [str(project / "scripts" / "release.sh"), *map(str, words)]
    environment = os.environ | {"PYTHON": sys.executable}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_dry_run_makes_all_that_is_published(project: Path, tmp_path: Path) -> None:
    done = released(project, tmp_path / "release")
    version = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split("\n")) >= {
        "Containerfile",
        "SHA256SUMS",
        "SHA256SUMS.sig",
        f"grutto-{version}-py3-none-any.whl",
        f"grutto-{version}.cdx.json",
        f"grutto-{version}.tar.gz",
    }
    check = ["sha256sum", "--quiet", "-c", "SHA256SUMS"]
    subprocess.run(check, cwd=tmp_path / "release", check=True)


def test_a_commit_without_its_tag_is_not_released(project: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    done = released(project, tmp_path / "release", key)
    assert done.returncode == 1
    assert "No release: this commit has no tag v" in done.stderr
    assert not (tmp_path / "release").exists()
