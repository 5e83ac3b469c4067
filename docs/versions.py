"""A hook of mkdocs: the documentation of a version stands under its number, and the newest under `latest` too.

So an address that somebody wrote down leads to what it led to then. Versions built before stay where they are.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

LATEST = "latest"
FRONT = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={LATEST}/index.html">
<title>Grutto</title>
<a href="{LATEST}/index.html">Documentation</a>
"""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Return the settings with the folder of this version as the one that is built."""
    project = tomllib.loads(Path(config.config_file_path).with_name("pyproject.toml").read_text("utf-8"))["project"]
    config.site_dir = str(Path(config.site_dir) / project["version"])
    return config


def on_post_build(config: MkDocsConfig) -> None:
    """Put a copy of what was built under `latest`, and a page that leads there above both."""
    built = Path(config.site_dir)
    shutil.rmtree(built.with_name(LATEST), ignore_errors=True)
    shutil.copytree(built, built.with_name(LATEST))
    built.with_name("index.html").write_text(FRONT, "utf-8")
