# `make demo` and `make test` do all the set-up that they need; see README.md.
# The newest Python that runs and fits; a name that is found may still be a shim that does not run.
PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3; do \
	$$p -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
EXAMPLES := src/twicetold/examples

.PHONY: demo test setup lint types bench docs clean

$(VENV)/run.stamp: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 with venv is needed (Debian: python3 python3-venv)"; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@# an older pip stumbles over an extra that is asked for twice
	$(PIP) install --quiet --upgrade 'pip>=24'
	$(PIP) install --quiet --editable .
	touch $@

$(VENV)/test.stamp: pyproject.toml $(VENV)/run.stamp
	$(PIP) install --quiet --editable '.[test]'
	touch $@

demo: $(VENV)/run.stamp
	$(BIN)/twicetold demo

setup: $(VENV)/test.stamp

test: $(VENV)/test.stamp
	$(BIN)/python -m pytest

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/test.stamp
	$(BIN)/mypy

bench: $(VENV)/test.stamp
	$(BIN)/python -m bench

docs: $(VENV)/test.stamp
	$(BIN)/python docs/build.py

clean:
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .mypy_cache
