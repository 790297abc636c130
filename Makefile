# `make demo` and `make test` are all a new user needs: each makes what it needs in .venv.
# Windows: see README.md (py -3.11 -m venv .venv, then the same commands by name).

PYTHON ?= $(shell command -v python3.13 || command -v python3.12 || command -v python3.11 || command -v python3)
BIN := .venv/bin
RUN := .venv/.run
DEV := .venv/.dev
OUT ?= out/demo

.PHONY: demo test check lint types floors docs case bench soak lock clean help

help: ## list these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

demo: $(RUN) ## run the shipped case: board and report
	$(BIN)/hinterland demo --out $(OUT)

test: $(DEV) lint types floors ## lint, types, floors, tests with branch coverage, docs
	rm -f .coverage .coverage.*
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term
	$(BIN)/mkdocs build --strict --quiet --site-dir site

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)
	$(BIN)/mypy

floors: $(DEV) ## imports only downward
	$(BIN)/lint-imports

check: lint types floors ## what is quick: lint, types, floors

docs: $(DEV) ## serve the documentation on 127.0.0.1
	$(BIN)/mkdocs serve

case: $(DEV) ## rebuild the shipped case from its sources
	$(BIN)/python examples/yangtze-nev/build.py

bench: $(DEV) ## benchmarks, as JSON in bench/
	$(BIN)/python benchmarks/run.py --out bench/latest.json

soak: $(DEV) ## the long campaigns: kills and fuzz
	HINTERLAND_SOAK=1 $(BIN)/python -m pytest -m soak --no-cov

lock: ## pin requirements again (needs uv)
	requirements/lock.sh --upgrade

clean: ## remove what was made
	rm -rf .venv out site bench/*.json .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "hinterland needs Python 3.11 or later; name one: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv .venv || \
	  { echo "this Python cannot make virtual environments; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(RUN): requirements/run.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
