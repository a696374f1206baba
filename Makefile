# `make` alone prints this list. Everything runs from .venv, which bootstrap.py makes.

# The newest suitable Python: each is really run, for a name on PATH may be an empty shim.
CANDIDATES = python3.13 python3.12 python3.11 python3.14 python3 python
PYTHON ?= $(shell for found in $(CANDIDATES); do \
	"$$found" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$found"; exit; }; done; \
	for found in python3 python; do "$$found" -c '' 2>/dev/null && { echo "$$found"; exit; }; done; echo none)

RUN = .venv/bin/python
FILES = platform tenants loyalty api tests bootstrap.py
export HUIKE_STOP_WITH_PARENT = 1

.DEFAULT_GOAL := help
.PHONY: help up test bench faults lint types format console lock local dev

help: ## print this list
	@echo "Huike 回客"
	@while IFS= read -r line; do case "$$line" in *": ## "*|*": "*" ## "*) \
		name="$${line%%:*}"; printf '  make %-9s %s\n' "$$name" "$${line##*## }";; esac; done < Makefile

up: local ## start everything here: database, queue, demo chain, web, worker, scheduler (Ctrl-C stops it)
	@$(RUN) -m config.local up

test: lint types console-checks ## the whole test suite on servers of its own (BROWSER=0: without the browser)
	@$(RUN) -m config.local test

bench: dev ## the benchmarks, each against its peer (ONLY=name for one); writes var/bench.json
	@$(RUN) -m tests.bench $(ONLY)

faults: dev ## the fault and security suite (FULL=1 for full numbers); writes var/faults.json
	@$(RUN) -m tests.faults

lint: dev ## style, formatting and layers of the Python code
	@.venv/bin/ruff check $(FILES)
	@.venv/bin/ruff format --check $(FILES)
	@.venv/bin/lint-imports

types: dev ## mypy, strict
	@.venv/bin/mypy

format: dev ## put the Python code into the house's format
	@.venv/bin/ruff check --fix-only $(FILES)
	@.venv/bin/ruff format $(FILES)

console: local ## build the console (only when its sources changed)
	@$(RUN) -m config.local console

console-checks: dev ## types, lint and unit tests of the console, and its build
	@$(RUN) -m config.local console-checks

lock: dev ## renew the locks to the newest versions that pyproject.toml allows
	@$(RUN) -m config.local lock

local:
	@test "$(PYTHON)" != none || { echo "Huike needs Python 3.11 or newer, and there is none on PATH." >&2; exit 1; }
	@$(PYTHON) bootstrap.py local

dev:
	@test "$(PYTHON)" != none || { echo "Huike needs Python 3.11 or newer, and there is none on PATH." >&2; exit 1; }
	@$(PYTHON) bootstrap.py dev
