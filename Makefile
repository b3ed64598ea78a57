# `make demo` sets everything up and serves; `make test` sets everything up and tests.
# `make check` is what one runs all day. Nothing else is needed.

PY ?= python3
PORT ?= 8000
ARGS ?=
# How many tests run at a time; 0 is one process, for a debugger. A test often waits, for
# a browser or a program: one more than there are processors loses nothing.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 1) + 1)
PYTHON = .venv/bin/python
# File by file, because what a file has prepared serves all of its tests.
SHARED_OUT = -n $(WORKERS) --maxprocesses 8 --dist loadfile --no-loadscope-reorder
SET_UP = command -v $(PY) >/dev/null || { echo "Saima needs Python 3.11 or newer, \
	and there is no $(PY) here: install one, or name one with PY=…" >&2; exit 1; }; \
	$(PY) tools/setup.py

# These would make Python look elsewhere than in the environment.
unexport PYTHONHOME PYTHONPATH
# This would make every program that a test starts compile all of Saima once more.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check lint format test-core bench bench-reading wide-race faults lock clean

demo:
	@$(SET_UP) demo
	@$(PYTHON) -m saima demo --port $(PORT)

test:
	@$(SET_UP) test
	@$(PYTHON) -m pytest $(SHARED_OUT) $(ARGS)

check: lint
	@$(SET_UP) test
	@$(PYTHON) -m pytest -q $(SHARED_OUT) -m "not browser" $(ARGS)

lint:
	@$(SET_UP) lint
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	.venv/bin/lint-imports
	$(PYTHON) -m mypy
	.venv/bin/codespell

format:
	@$(SET_UP) lint
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .

# The core's own tests where nothing but pytest and hypothesis is installed.
test-core:
	@$(SET_UP) core
	@if .venv-core/bin/python -c "import django" 2>/dev/null; \
		then echo "Django is in .venv-core: remove that folder." >&2; exit 1; fi
	@PYTHONPATH=src .venv-core/bin/python -m pytest -c tools/core-tests.ini \
		--rootdir . src/saima/core/tests $(ARGS)

bench:
	@$(SET_UP) demo
	@$(PYTHON) benchmarks/run.py $(ARGS)

# Arrays against pandas, NumPy, Polars and DuckDB, in an environment of its own; first
# ten times as many random races as the suite tries.
wide-race:
	@$(SET_UP) test
	@SAIMA_EXAMPLES=2000 $(PYTHON) -m pytest -q src/saima/facts/tests/test_agreement.py
	@test -x .venv-bench/bin/python || $(PY) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install -q --no-input --require-hashes --no-deps \
		--only-binary :all: -r requirements/bench.txt
	@PYTHONPATH=$(CURDIR)/src .venv-bench/bin/python benchmarks/wide_race.py $(ARGS)

# How well papers are read, by the labelled ones beside the project and its own.
bench-reading:
	@$(SET_UP) demo
	@$(PYTHON) benchmarks/reading.py $(ARGS)

# Kills at random moments, then single changes by a superuser; in a folder of its own.
KILLS ?= 100
faults:
	@$(SET_UP) test
	@var=$$(mktemp -d) && export SAIMA_VAR=$$var PYTHONWARNINGS=ignore && \
		trap 'rm -rf "$$var"' EXIT && \
		$(PYTHON) -m saima migrate --quiet && \
		$(PYTHON) -m tests.faults.prepare && \
		$(PYTHON) -m tests.faults.run --kills $(KILLS) && \
		$(PYTHON) -m tests.faults.tampering --changes 200

lock:
	@$(PY) tools/lock.py $(ARGS)

# What is made anew; state in var (the secret key, logs) stays.
clean:
	rm -rf .venv .venv-core .venv-bench .node node_modules build dist
	rm -rf var/vendor var/static var/set-up
	find src -name '*.mo' -delete
