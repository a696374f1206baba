# `make` alone prints the list of targets. Everything runs from .venv, which bootstrap.py makes.

# The newest suitable Python: each is really run, for a name on PATH may be an empty shim.
ifndef PYTHON
PYTHON := $(shell for found in python3.13 python3.12 python3.11 python3.14 python3 python; do \
	"$$found" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$found"; exit; }; done; \
	for found in python3 python; do "$$found" -c '' 2>/dev/null && { echo "$$found"; exit; }; done)
endif

RUN = .venv/bin/python
PYTEST = .venv/bin/pytest
SOURCES = platform tenants loyalty api tests bootstrap.py
LOCK = .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links
export HUIKE_STOP_WITH_PARENT = 1
# What does not wait for one another goes side by side: Python's checks beside the console's.
MAKEFLAGS += -j2

.DEFAULT_GOAL := help
.PHONY: help up test bench faults screenshots lint types format console console-checks clients lock local dev

help: ## print this list
	@while IFS= read -r line; do case "$$line" in [a-z]*:*"## "*) \
		printf '  make %-15s %s\n' "$${line%%:*}" "$${line#*## }";; esac; done < Makefile

up: local ## start everything here: database, queue, demo chain, web, worker, scheduler (Ctrl-C stops it)
	@$(RUN) -m config.local up

test: lint types console-checks ## the whole test suite on servers of its own (BROWSER=0: without the browser)
	$(PYTEST) -n 2 --maxschedchunk 100 -m "not browser and not alone"
	$(PYTEST) -m "alone and not browser" tests/faults tests/house
ifneq ($(BROWSER),0)
	$(PYTEST) -n 2 --no-loadscope-reorder --dist loadscope tests/e2e
endif

bench: dev console ## the benchmarks, each against its peer (ONLY=name for one); writes var/bench.json
	@$(RUN) -m tests.bench $(ONLY)

faults: dev ## the fault and security suite (FULL=1 for full numbers); writes var/faults.json
	@$(RUN) -m tests.faults

screenshots: dev ## the pictures of the README, from the demo chain of a running `make up`
	@$(RUN) -m tests.e2e.screenshots

lint: dev ## style, formatting and layers of the Python code
	.venv/bin/ruff check $(SOURCES)
	.venv/bin/ruff format --check $(SOURCES)
	.venv/bin/lint-imports

types: dev ## mypy, strict
	HUIKE_ENV=development .venv/bin/mypy

format: dev ## put the Python code into the house's format
	.venv/bin/ruff check --fix-only $(SOURCES)
	.venv/bin/ruff format $(SOURCES)

console: local ## build the console (only when its sources changed)
	@$(RUN) -m config.local console

console-checks: dev ## types, lint, unit tests and build of the console
	@$(RUN) -m config.local console-checks

clients: dev ## make the example clients from the interface's document (KEY=, CHAIN=, PROPERTY=: and run them)
	@$(RUN) -m config.local clients

lock: dev ## renew the locks to the newest versions that pyproject.toml allows
	$(LOCK) --upgrade --extra local --extra dev pyproject.toml --output-file locks/dev.txt
	$(LOCK) --constraint locks/dev.txt --extra local pyproject.toml --output-file locks/local.txt
	$(LOCK) --constraint locks/dev.txt pyproject.toml --output-file locks/production.txt

local: ## make .venv with what running needs
	@test -n "$(PYTHON)" || { echo "Huike needs Python 3.11 or newer, and PATH has none." >&2; exit 1; }
	@$(PYTHON) bootstrap.py local

dev: ## make .venv with what the tests and checks need too
	@test -n "$(PYTHON)" || { echo "Huike needs Python 3.11 or newer, and PATH has none." >&2; exit 1; }
	@$(PYTHON) bootstrap.py dev
