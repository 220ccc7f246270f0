# Two commands do everything: `make run` opens the console, `make test` checks the tree.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run drill drills test lint types contracts pytest bench pictures lock clean
.DEFAULT_GOAL := run

run: $(READY)
	@$(BIN)/warroom $(ARGS)

drill: $(READY)
	@$(BIN)/warroom drill $(ARGS)

test: lint types contracts pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

pytest: $(READY)
	$(BIN)/pytest -n 2 --dist loadgroup

drills: $(READY)
	$(BIN)/python -m tests.terminal.all_drills

bench: $(READY)
	@$(BIN)/python -m tests.bench

pictures: $(READY)
	$(BIN)/python docs/pictures.py
	PYTHONPATH=. $(BIN)/python docs/cluster_pictures.py
	PYTHONPATH=. $(BIN)/python docs/drill_pictures.py
	PYTHONPATH=. $(BIN)/python docs/handover_pictures.py
	PYTHONPATH=. $(BIN)/python docs/replay_pictures.py
	PYTHONPATH=. $(BIN)/python docs/postmortem_pictures.py

# Hashes are checked; the lock names no address, so any index or mirror will do.
$(READY): pyproject.toml .ci/requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "warroom needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
		|| { echo "no virtual environment could be made; on Debian: apt install python3-venv" >&2; rm -rf $(VENV); exit 1; }
	@echo "Setting up (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

# Needs uv; run it after changing a dependency in pyproject.toml.
lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --upgrade --output-file .ci/requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
