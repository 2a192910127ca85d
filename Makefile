# Everything a person types; .ci/run types the same. Needs Python 3.11+ and make, nothing else.
SHELL := bash
PYTHON ?= python3
BIN := .venv/bin
UV := .tools/bin/uv
export UV_PYTHON_DOWNLOADS := never
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif
INSTALL := $(UV) pip install -q --python .venv --compile-bytecode
LOCK := $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
PURE := $(wildcard $(addprefix tests/,names records sharing identity formats desks wording tables))
PAGES := $(wildcard docs/cli.md docs/tables.md)

.DEFAULT_GOAL := help
.PHONY: help setup run test check fast fix bench shots docs lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup: .venv/ready  ## everything `run` needs, installed and built

run: .venv/ready  ## a node with the demo world, at the address it prints
	@$(BIN)/jisr up --demo

test: .venv/dev check  ## check, then every test (on PostgreSQL too where JISR_TEST_DATABASE_URL names one)
	$(BIN)/pytest
	$(if $(JISR_TEST_DATABASE_URL),DATABASE_URL=$(JISR_TEST_DATABASE_URL) $(BIN)/pytest tests/node)

check: .venv/dev  ## what must hold before a test is run: form, types, rooms, pages, generated text
	$(BIN)/ruff format --check -q . && $(BIN)/ruff check -q .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/interrogate -q src/jisr
	$(if $(wildcard src/jisr/workspace/templates),$(BIN)/djlint --quiet --check --lint src/jisr/workspace/templates)
	$(BIN)/django-admin makemigrations --check --dry-run --settings jisr.site.settings
	$(if $(PAGES),$(BIN)/cog --check $(PAGES))

fast: .venv/dev  ## the pure rooms alone, in seconds
	$(BIN)/pytest $(PURE)

fix: .venv/dev  ## put right what a program can put right
	$(BIN)/ruff format -q . ; $(BIN)/ruff check -q --fix . ; $(BIN)/cog -r $(PAGES)

bench: $(patsubst bench/%.py,bench-%,$(filter-out bench/__init__.py bench/_%,$(wildcard bench/*.py)))  ## every figure the README claims
bench-%: .venv/dev
	$(BIN)/python -m bench.$*

shots: .venv/dev  ## a picture of every page, in both languages, into shots/
	$(BIN)/python -m tests.shots

docs: .venv/dev  ## write the generated pages anew
	$(BIN)/cog -r $(PAGES)

lock: .tools/ready  ## choose versions anew and write the locks
	$(LOCK) --upgrade pyproject.toml -o requirements/run.txt
	$(LOCK) --upgrade pyproject.toml --group dev -o requirements/dev.txt
	$(LOCK) --upgrade - -o requirements/build.txt <<< $$'hatchling\neditables'
	$(LOCK) --upgrade - -o requirements/tools.txt <<< uv

clean:  ## away with all that was installed or built; the data folder stays
	rm -rf .tools .venv frontend/node_modules src/jisr/_built

# -- how it comes about: each step leaves a stamp, so that a warm start does nothing -------------------------------------------

.tools/ready: requirements/tools.txt
	@echo "Setting up (once)…"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Jisr needs Python 3.11 or newer: make PYTHON=python3.11")'
	@$(PYTHON) -m venv .tools || { echo "Python cannot make virtual environments here. On Debian: apt install python3-venv"; exit 1; }
	@.tools/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/tools.txt
	@touch $@

.venv/python: .tools/ready
	@test -x $(BIN)/python || $(UV) venv -q --python $(PYTHON) .venv
	@touch $@

.venv/run: .venv/python requirements/run.txt requirements/build.txt pyproject.toml
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --build-constraints requirements/build.txt -e .
	@touch $@

.venv/built: .venv/run $(wildcard frontend/*.py frontend/*.json frontend/*.js frontend/src/*)
	@$(if $(wildcard frontend/build.py),$(BIN)/python frontend/build.py)
	@touch $@

.venv/words: .venv/run $(shell find src -name '*.po')
	@$(BIN)/python -m jisr.site.catalogue
	@touch $@

.venv/ready: .venv/run .venv/built .venv/words
	@$(BIN)/python -m compileall -q src/jisr
	@touch $@

.venv/dev: .venv/ready requirements/dev.txt
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@
