# make run       set up, then the site with a small county to look around in; ARGS="--port 8080"
# make test      set up, then format, lint, types, imports and all tests, on SQLite and PostgreSQL
# make bench     speed and memory, as ratios measured in one run
# make fuzz      change files at random, TIME=300 seconds; what breaks is kept in build/fuzz
# make accuracy  how many cells of the corpus are read exactly → docs/accuracy.md
# make docs      the page of all checks → docs/checks.md
# make images    the pictures of the README
# make lock      pin the dependencies again (needs the uv command)

PYTHON ?= python3
BIN := .venv/bin
# A virtual environment knows its own path: one that was moved or copied is made anew.
VENV := .venv/.made-for-$(shell printf %s "$(CURDIR)" | cksum | cut -d ' ' -f 1)
STAMP := .venv/.installed
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
WORKERS ?= auto
SHARED ?= ../shared
TIME ?= 300
export PIP_ROOT_USER_ACTION := ignore

# So is one whose Python is gone.
ifneq ($(shell $(BIN)/python -c "" 2>/dev/null && echo works),works)
.PHONY: $(VENV)
endif

.PHONY: setup run test bench fuzz accuracy docs images lock

setup: $(STAMP)

$(VENV):
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || { \
	  echo "需要 Python 3.11 或更高版本，“$(PYTHON)”不是；请安装 python3.11，再运行 make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; \
	  echo "Python 3.11 or later is needed, '$(PYTHON)' is not: install python3.11, then run make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; \
	  exit 1; }
	@$(PYTHON) -m venv --clear .venv >/dev/null || { \
	  rm -rf .venv; \
	  echo "无法建立虚拟环境；在 Debian、Ubuntu 上请先安装 python3-venv" >&2; \
	  echo "No virtual environment could be made; on Debian or Ubuntu install python3-venv first" >&2; \
	  exit 1; }
	@touch $@

$(STAMP): $(VENV) requirements.lock pyproject.toml
	@echo "正在安装依赖（首次约需一分钟）…… Installing, about a minute the first time"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

run: setup
	@$(BIN)/jixiao serve --demo $(ARGS)

test: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -n $(WORKERS) -q -r s
	$(BIN)/python -m tests.on_postgresql -n $(WORKERS)

bench: setup
	@$(BIN)/python -m benchmarks $(ARGS)

fuzz: setup
	@$(BIN)/python -m tests.fuzzing --time $(TIME) $(ARGS)

accuracy: setup
	@$(BIN)/python -m benchmarks.accuracy --tool $(SHARED)/tools/measure_audit.py --corpus $(SHARED)/corpus

docs: setup
	@$(BIN)/jixiao checks --format markdown > docs/checks.md

images: setup
	@$(BIN)/python docs/images/make_images.py

# Writes the same file on every platform, and no address into it.
lock:
	@command -v uv >/dev/null || { echo "需要 uv 命令 The uv command is needed" >&2; exit 1; }
	uv pip compile --universal --generate-hashes --no-header --no-annotate --quiet \
	  --python-version 3.11 --extra dev --output-file requirements.lock pyproject.toml
