# make run   set up, then score and report the shipped example
# make test  set up, then format, lint, types, imports and all tests
# make bench speed and memory, as ratios measured in one run

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
WORKERS ?= 2

.PHONY: setup run test bench lock

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "正在安装依赖（首次约需一分钟）……"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

run: setup
	@$(BIN)/jixiao demo

test: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n $(WORKERS) -q -r s

bench: setup
	@$(BIN)/python -m benchmarks

# Needs the uv command; writes the same file on every platform.
lock:
	uv pip compile --universal --generate-hashes --no-header --no-annotate --quiet \
	  --python-version 3.11 --extra dev --output-file requirements.lock pyproject.toml
