# Thin over ne-kg: `make serve` and `make test` do everything on a fresh machine.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: serve build test check bench lock clean
serve: $(VENV)/.serve
	$(BIN)/ne-kg build
	$(BIN)/ne-kg serve --port $(PORT)

build: $(VENV)/.serve
	$(BIN)/ne-kg build

test: $(VENV)/.test system
	$(BIN)/ne-kg build
	$(BIN)/python -m pytest

check: $(VENV)/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.bench system
	$(BIN)/ne-kg build
	$(BIN)/python -m benchmarks

$(VENV)/.serve: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m ne_kg.web.assets
	touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.serve
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	touch $@

# The peers of the benchmark.
$(VENV)/.bench: requirements-bench.lock $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	touch $@

# A browser and a second SPARQL server, which PyPI does not have.
.PHONY: system
system:
	@sh tests/system.sh

lock:
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --extra assets --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --extra assets --extra notebook --extra test --output-file requirements-test.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --extra assets --extra notebook --extra test --extra bench --constraint requirements-test.lock --output-file requirements-bench.lock pyproject.toml

clean:
	rm -rf $(VENV) published src/ne_kg/web/static/built
