# make run: install, then grow the static registries and the sample clips to a visible result.
# make test: install, then every check and test. Both need Python 3.11+, make and a package index.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
COMPILED := .venv/.compiled

# Compiled code is kept wherever a machine says not to: every command of a test starts with it.
export PYTHONDONTWRITEBYTECODE :=

# One test process a processor: threads of linear algebra would only get in each other's way.
test quick: export OPENBLAS_NUM_THREADS := 1

.PHONY: run ui test quick lint lock bench clean
.DEFAULT_GOAL := run

run: $(COMPILED)
	$(BIN)/motion-assets run

ui: $(COMPILED)
	$(BIN)/motion-assets ui

# Numba compiles on one processor; the checks of the text take the other.
test: $(INSTALLED)
	$(MAKE) --no-print-directory --jobs 2 $(COMPILED) lint
	$(BIN)/python -m pytest -n 2 --dist worksteal

quick: $(COMPILED)
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow"

lint: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --num-workers 2
	$(BIN)/lint-imports

bench: $(COMPILED)
	$(BIN)/motion-assets bench

lock: $(INSTALLED)
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-header --no-emit-index-url --output-file requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Packages are compiled on all processors, which pip does on one, and without their own tests; a
# file among them that Python cannot read is no failure.
$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --no-compile --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --no-build-isolation --no-deps --editable .
	$(BIN)/python -m compileall -q motion_assets
	-$(BIN)/python -m compileall -q -j 0 -x '/tests/' .venv/lib
	@touch $@

$(COMPILED): $(INSTALLED)
	$(BIN)/python -m motion_assets.steps.compiling
	@touch $@
