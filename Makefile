# Everything a fresh machine needs beyond git, make and Debian's Python 3.13 is installed from here.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
UV := .uv/bin/uv
BIN := .venv/bin
DEMO := build/demo
PORT ?= 8010
VENV := $(UV) venv -q --allow-existing --no-project --python '>=3.12,<3.15' .venv
INSTALL := $(UV) pip install -q --no-deps --no-build-isolation -e .
COMPILE := $(UV) pip compile -q --universal --generate-hashes --no-header --no-emit-index-url
unexport UV_PYTHON VIRTUAL_ENV PYTHONPATH PYTHONDONTWRITEBYTECODE GRUTTO_HOME

MUTATIONS ?= 20000
SEED ?= 0

.PHONY: setup demo demo-home site report docs test lint unit installs nightly long fuzz messages lock sbom release clean

setup: .venv/.dev ## install Grutto and its tools here

.uv/bin/uv: requirements/uv.txt
	scripts/system.sh venv
	python3 -m venv .uv
	.uv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	touch $@

# The demo needs a third of what the tests need. Both are one environment: the tests' holds all of the demo's.
.venv/.demo: .uv/bin/uv requirements/demo.txt pyproject.toml
	$(VENV)
	$(UV) pip install -q --require-hashes -r requirements/demo.txt
	$(INSTALL)
	touch $@

.venv/.dev: .uv/bin/uv requirements/dev.txt pyproject.toml
	$(VENV)
	$(UV) pip sync -q --require-hashes requirements/dev.txt
	$(INSTALL)
	touch .venv/.demo $@

demo: demo-home ## build the examples, make people to sign in as, and serve the site
	GRUTTO_DOCS=build/docs $(BIN)/grutto serve --home $(DEMO)/site --port $(PORT)

demo-home: site docs ## build all that `make demo` serves, in build/demo, without serving it
	$(BIN)/grutto manage --home $(DEMO)/site demo_people
	$(BIN)/grutto manage --home $(DEMO)/site demo_signers $(DEMO)/keys
	$(BIN)/grutto manage --home $(DEMO)/site casework_import research examples/nl-2010/research.csv --as officer@demo.localhost
	$(BIN)/grutto manage --home $(DEMO)/site savings_import fictional examples/fictional/ledger.toml --as officer@demo.localhost
	$(BIN)/grutto manage --home $(DEMO)/site demo_prices

# Releases and editions are named by their content, so folders can be put together; the last one's release is the current one.
site: report
	rm -rf $(DEMO)/site
	mkdir -p $(DEMO)/site
	for part in nl fictional profile unhcr; do cp -a $(DEMO)/$$part-home/. $(DEMO)/site/; done
	mkdir -p $(DEMO)/site/frameworks
	cp -a examples/fictional/fictional examples/unhcr-2023/protection $(DEMO)/site/frameworks/
	$(BIN)/grutto manage --home $(DEMO)/site migrate --verbosity 0
	$(BIN)/grutto manage --home $(DEMO)/site createcachetable

report: .venv/.demo ## build the reports of the examples, in build/demo/reports
	$(BIN)/grutto import --home $(DEMO)/nl-home examples/nl-2010/activities src/grutto/sources/ecb/rates/sample.csv
	$(BIN)/grutto report nl-2008 2010 --home $(DEMO)/nl-home --lang en --lang nl --output $(DEMO)/reports/nl-2010 \
	  --judgements examples/nl-2010/judgements.toml
	$(BIN)/python examples/fictional/generate.py $(DEMO)/fictional
	$(BIN)/grutto import --home $(DEMO)/fictional-home $(DEMO)/fictional
	$(BIN)/grutto report examples/fictional/fictional 2020 --home $(DEMO)/fictional-home --lang en --lang nl \
	  --judgements examples/fictional/judgements.toml --ledger examples/fictional/ledger.toml \
	  --output $(DEMO)/reports/fictional
	$(BIN)/grutto import --home $(DEMO)/profile-home examples/nl-2010/activities examples/nl-2010/statistics
	$(BIN)/grutto profile AFG --as-seen-from NLD --year 2010 --home $(DEMO)/profile-home --lang en --lang nl \
	  --output $(DEMO)/reports/profile-afg-2010
	$(BIN)/grutto import --home $(DEMO)/unhcr-home examples/unhcr-2023/data
	$(BIN)/grutto report examples/unhcr-2023/protection 2023 --home $(DEMO)/unhcr-home --lang en --lang nl \
	  --output $(DEMO)/reports/unhcr-2023

docs: .venv/.demo ## build the documentation as a site with search, in build/docs; a dead link fails
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

test: lint unit installs ## check style, types and architecture, and run all tests

lint: setup
	$(BIN)/ruff check src tests docs benchmarks
	$(BIN)/ruff format --check src tests docs benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src

unit: setup ## run all tests and count the lines that they run; fewer than the floor in pyproject.toml fail
	scripts/system.sh browser
	scripts/system.sh documents
	scripts/system.sh postgres
	COVERAGE_CORE=sysmon $(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder --cov --cov-report=

installs: setup ## install the wheel in clean environments, without extras and with each, and use it there
	$(BIN)/pytest -n 2 --dist loadgroup -m installs tests/supply

nightly: setup ## run what is too long for each change: many more random cases, what takes minutes, and mutations of files
	$(BIN)/pytest -n 2 -m nightly tests
	$(MAKE) long fuzz

long: setup ## run the tests that take minutes: forecasts of the published flows, and the page on projections with its own sampler
	$(BIN)/pytest -m long tests

fuzz: setup ## try mutations of files of every kind, for about an hour, then those that atheris finds (where it installs)
	$(BIN)/python tests/fuzz/long.py --mutations $(MUTATIONS) --seed $(SEED)
	! $(BIN)/python -c "import atheris" || for kind in iati csv json json-stat record; do \
	  $(BIN)/python tests/fuzz/long.py --guided $$kind --seconds 300; done

messages: setup ## bring the PO files up to date with the program's texts
	$(BIN)/python -m grutto.locale.extract
	$(BIN)/python -m grutto_web.locale.extract

lock: .uv/bin/uv ## choose new versions of all dependencies
	$(COMPILE) --python-version 3.12 --all-extras --group dev pyproject.toml -o requirements/dev.txt
	$(COMPILE) --python-version 3.12 --all-extras -c requirements/dev.txt pyproject.toml -o requirements/run.txt
	$(COMPILE) --python-version 3.12 --extra web --group demo -c requirements/dev.txt pyproject.toml -o requirements/demo.txt
	$(COMPILE) requirements/uv.in -o requirements/uv.txt

sbom: setup ## list what a running Grutto consists of (CycloneDX), in build/sbom.json
	mkdir -p build
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application --output-reproducible -o build/sbom.json requirements/run.txt

release: setup ## build and check all that a release publishes, in build/release; with KEY=… sign it, from the tagged commit
	scripts/release.sh build/release $(KEY)

clean:
	rm -rf build dist .venv .uv
