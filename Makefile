# Everything a person types; .ci/run types the same. Needs Python 3.11+ and make, nothing else.
SHELL := bash
PYTHON ?= python3
BIN := .venv/bin
UV := .tools/bin/uv
export UV_PYTHON_DOWNLOADS := never
unexport PYTHONDONTWRITEBYTECODE  # compiled once, a command starts in half the time
export npm_config_prefer_offline := true
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif
PIP := -q --root-user-action=ignore --no-compile --disable-pip-version-check --require-hashes -r requirements/tools.txt
INSTALL := $(UV) pip install -q --python .venv --require-hashes
LOCK := $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
PURE := $(wildcard $(addprefix tests/,names records sharing identity ledger formats desks wording tables))
PAGES := $(wildcard docs/cli.md docs/tables.md)

.DEFAULT_GOAL := help
.PHONY: help setup run test check $(addprefix check-,form types rooms words pages store generated) fast fix bench shots docs lock wheel clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

READY := .venv/run .venv/words .tools/built

setup: $(READY) .venv/warm .venv/compiled  ## everything `run` needs, installed and built

run: $(READY)  ## a node with the demo world, at the address it prints
	@$(BIN)/jisr up --demo

test: $(READY) check  ## check, then every test (on PostgreSQL too where JISR_TEST_DATABASE_URL names one)
	$(BIN)/pytest
	$(if $(JISR_TEST_DATABASE_URL),DATABASE_URL=$(JISR_TEST_DATABASE_URL) $(BIN)/pytest tests/node tests/api tests/workspace tests/cli)

CHECKS := form types rooms words pages store generated
check: $(addprefix check-,$(CHECKS))  ## what must hold before a test is run, each as check-NAME too

$(addprefix check-,$(CHECKS)): .venv/dev $(READY)

check-form:
	@$(BIN)/ruff format --check -q . && $(BIN)/ruff check -q .
check-types:
	@$(BIN)/mypy --no-error-summary
check-rooms:
	@$(BIN)/lint-imports --no-logo | grep -E "KEPT|BROKEN|->|Contracts|not allowed" ; exit $${PIPESTATUS[0]}
check-words:
	@$(BIN)/interrogate -q src/jisr
check-pages:
	@$(BIN)/djlint --quiet --check --lint src/jisr/workspace/templates
check-store:
	@JISR_DATA=$$(mktemp -d) $(BIN)/django-admin makemigrations --check --dry-run --settings jisr.site.settings
check-generated:
	@JISR_DATA=$$(mktemp -d) $(BIN)/cog --check --verbosity=0 $(PAGES)

fast: .venv/dev  ## the pure rooms alone, in seconds
	$(BIN)/pytest $(PURE)

fix: .venv/dev  ## put right what a program can put right
	$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q . ; $(BIN)/cog -r $(PAGES)

bench: .venv/dev $(READY)  ## every figure, and bench/RESULTS.md written from them
	$(BIN)/python -m bench

bench-%: .venv/dev $(READY)
	$(BIN)/python -m bench.$*

shots: .venv/dev $(READY)  ## a picture of every page, in both languages, into shots/
	$(BIN)/python -m tests.shots

docs: .venv/dev  ## write the generated pages anew
	$(BIN)/cog -r $(PAGES)

lock: .tools/ready  ## choose versions anew and write the locks
	$(LOCK) --upgrade pyproject.toml --group model -o requirements/run.txt
	$(LOCK) --upgrade pyproject.toml --group model --group dev -o requirements/dev.txt
	$(LOCK) --upgrade --no-config -c requirements/dev.txt requirements/clients.in -o requirements/clients.txt
	$(LOCK) --upgrade - -o requirements/tools.txt <<< uv

# What a checkout finds beside itself goes inside: the built pieces, the Arabic words, the model's YAML and its licence.
wheel: $(READY)  ## one file with everything inside, for pipx, uvx or a container: dist/jisr-*.whl
	@rm -rf src/jisr/_built/schema && cp -r "$$($(BIN)/python -c 'from importlib.util import find_spec; print(*find_spec("followthemoney").submodule_search_locations)')/schema" src/jisr/_built/schema
	@mkdir -p src/jisr/_built/licences/followthemoney && cp .venv/lib/python3*/site-packages/followthemoney-*.dist-info/licenses/LICENSE src/jisr/_built/licences/followthemoney/
	@$(UV) build -q --no-config --wheel -o dist && ls dist/*.whl

clean:  ## away with all that was installed or built; the data folder stays
	rm -rf .tools .venv .peers frontend/node_modules src/jisr/_built

# -- how it comes about: each step leaves a stamp, so that a warm start does nothing; what can run side by side does --------

MAKEFLAGS += --jobs=4 --no-print-directory

.tools/ready: requirements/tools.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Jisr needs Python 3.11 or newer: make PYTHON=python3.11 setup")'
	@echo "Setting up (once)…"
	@$(PYTHON) -m pip install $(PIP) --target .tools --upgrade 2>/dev/null || { $(PYTHON) -m venv .tools && .tools/bin/python -m pip install $(PIP); } || { echo "On Debian: apt install python3-venv"; exit 1; }
	@touch $@

.venv/run: .tools/ready requirements/run.txt
	@[ -x $(BIN)/python ] || $(UV) venv -q --python $(PYTHON) .venv
	@$(INSTALL) -r requirements/run.txt
	@echo $(CURDIR)/src > $$(echo .venv/lib/python3*/site-packages)/jisr.pth
	@printf '#!%s\nimport sys\n\nfrom jisr.cli import main\n\nsys.exit(main())\n' $(CURDIR)/$(BIN)/python > $(BIN)/jisr && chmod +x $(BIN)/jisr
	@touch $@

.venv/warm: .venv/run .venv/words
	@JISR_DATA=$$(mktemp -d) $(BIN)/python -c 'from jisr.cli._manual import manual; manual(); import jisr.site.wsgi'
	@touch $@

# The compiled comparison of names, once for this machine: half a minute that nobody has to wait for later.
.venv/compiled: .venv/run
	@$(BIN)/python -c 'from jisr.names import Entry, Index, Kind; Index.build([Entry(id="1", text="Salman", kind=Kind.PERSON)]).search_many(["Selman"])'
	@$(BIN)/python -c 'from jisr.desks.money import warm; warm()'
	@touch $@

.venv/dev: .venv/run .venv/warm requirements/dev.txt requirements/clients.txt
	@$(INSTALL) -r requirements/dev.txt
	@$(INSTALL) --no-config --no-deps -r requirements/clients.txt
	@touch $@

# Other programs that figures are measured against: each area's in an environment of its own, never ours.
.peers/%/ready: requirements/peers-%.txt .tools/ready
	@$(UV) venv -q --clear --python $(PYTHON) .peers/$*
	@$(UV) pip install --no-config -q --python .peers/$* --require-hashes -r $<
	@touch $@

requirements/peers-%.txt: requirements/peers-%.in
	$(LOCK) --no-config $< -o $@  # what ours does without, theirs may need

.PRECIOUS: .peers/%/ready requirements/peers-%.txt

.tools/built: $(wildcard frontend/*.py frontend/*.json frontend/*.mjs frontend/*.txt)
	@$(PYTHON) frontend/build.py
	@mkdir -p .tools && touch $@

.venv/words: .venv/run $(shell find src -name '*.po')
	@$(BIN)/python -m jisr.workspace.catalogue
	@touch $@
