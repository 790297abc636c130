# `make demo` and `make test` are all a new user needs: each makes what it needs in .venv.
# Windows: see README.md (py -3.11 -m venv .venv, then the same commands by name).

# the first Python that runs, is 3.11 or later and can make virtual environments (a name alone proves nothing)
CAN := import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	"$$p" -c '$(CAN)' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
BIN := .venv/bin
RUN := .venv/.run
DEV := .venv/.dev
OUT ?= out/demo

.PHONY: demo test check lint types floors docs pages case bench soak lock clean help

help: ## list these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

demo: $(RUN) ## run the shipped case: board and report
	$(BIN)/hinterland demo --out $(OUT)

test: $(DEV) lint types floors ## lint, types, floors, tests with branch coverage, docs
	rm -f .coverage .coverage.*
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir site

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

pages: $(DEV) ## write the pages of docs/ that derive from the code, and refresh their examples
	$(BIN)/python tools/pages.py
	$(BIN)/python tools/examples.py --write

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
	@test -n "$(PYTHON)" && "$(PYTHON)" -c '$(CAN)' || { echo "hinterland needs Python 3.11 or later with venv:" \
	  "name one, make PYTHON=/path/to/python3.11 $(MAKECMDGOALS); on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv

$(RUN): requirements/run.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	@touch $@
