# Everything a fresh machine needs beyond git, make and Debian's Python 3.13 is installed from here.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
UV := .uv/bin/uv
BIN := .venv/bin
DEMO_HOME ?= build/demo
unexport UV_PYTHON VIRTUAL_ENV PYTHONPATH

.PHONY: setup demo test lint unit lock clean

setup: .venv/.synced

.uv/bin/uv: requirements/uv.txt
	python3 -m venv .uv
	.uv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	touch $@

.venv/.synced: .uv/bin/uv requirements/dev.txt pyproject.toml
	$(UV) venv -q --allow-existing --no-project --python '>=3.12,<3.15' .venv
	$(UV) pip sync -q --require-hashes requirements/dev.txt
	$(UV) pip install -q --no-deps -e .
	touch $@

lock: .uv/bin/uv
	$(UV) pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-emit-index-url --all-extras --group dev pyproject.toml -o requirements/dev.txt
	$(UV) pip compile -q --universal --generate-hashes --no-header --no-emit-index-url requirements/uv.in -o requirements/uv.txt

clean:
	rm -rf build dist .venv .uv
