# `make` lists what there is. `make up` is the whole first hour: a served search over the sample city.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.test-installed
WEB := search_api/web
WEB_STAMP := $(WEB)/node_modules/.installed

.PHONY: help install up test bench soak lint types audit lock schemas clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; found: $$($(PYTHON) --version)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "python3-venv is missing: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(WEB_STAMP): $(WEB)/package-lock.json $(WEB)/vendor.yaml $(STAMP)  # Node comes from PyPI where the machine has none
	@command -v npm >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock
	@cd $(WEB) && PATH="$$PATH:$(abspath $(BIN))" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@$(BIN)/python -m search_api.web.vendor
	@touch $@

$(TEST_STAMP): requirements-dev.lock $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

install: $(STAMP) $(WEB_STAMP)  ## set up .venv with the pinned dependencies, and the browser libraries

up: install  ## crawl the sample city, index it, serve it on http://127.0.0.1:8000
	$(BIN)/liiku up --port $(or $(PORT),8000)

test: install $(TEST_STAMP)  ## run the tests
	$(BIN)/python -m pytest -q -n auto --dist loadfile

bench: $(TEST_STAMP)  ## measure; writes benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

soak: $(TEST_STAMP)  ## what takes too long for every day
	$(BIN)/python -m benchmarks --soak

lint: $(TEST_STAMP)  ## ruff and the import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(TEST_STAMP)  ## mypy, strict
	$(BIN)/mypy

audit: $(STAMP)  ## look every locked package up for known vulnerabilities (needs pip-audit)
	$(BIN)/python -m benchmarks.audit

schemas: $(STAMP)  ## write the JSON Schemas from the models
	$(BIN)/python -m schemas.generate

lock:  ## pin the dependencies again (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 --group pyproject.toml:node -o requirements-node.lock
	sed -i '/^--find-links/d;/^--index-url/d;/^--extra-index-url/d' requirements.lock requirements-dev.lock requirements-node.lock
	cd $(WEB) && npm install --package-lock-only --ignore-scripts

clean:  ## remove the virtual environment and the sample city
	rm -rf $(VENV) .liiku-sample $(WEB)/node_modules $(WEB)/static/vendor
