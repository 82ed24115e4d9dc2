# Everything a reader or developer runs. `make help` lists it.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
# Processes that share the test suite.
WORKERS ?= 2
NO_TESTS := 5
export OMP_NUM_THREADS ?= 1

.PHONY: help serve test test-long check format messages lock clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Medina needs Python 3.11 or newer; set PYTHON=…"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv

.venv/serve.stamp: requirements.lock | .venv/bin/uv
	@echo "Installing what the portal needs …"
	$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock | .venv/bin/uv
	@echo "Installing what development needs …"
	$(BIN)/uv pip sync --quiet --python $(BIN)/python requirements-dev.lock
	@touch $@ .venv/serve.stamp

serve: .venv/serve.stamp  ## the portal with its sample library at http://127.0.0.1:$PORT
	@exec $(BIN)/python manage.py serve --port $(PORT)

test: .venv/dev.stamp  ## the whole suite (long checks in few rounds)
	@$(BIN)/python -m portal.catalogues
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --no-loadscope-reorder -m "not alone" $(ARGS)
	$(BIN)/python -m pytest -m alone $(ARGS) || test $$? = $(NO_TESTS)

test-long:  ## the whole suite with every round of the long checks
	MEDINA_LONG=1 $(MAKE) test

check: .venv/dev.stamp  ## style, types, import contracts, migrations, catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python scripts/messages --check

format: .venv/dev.stamp  ## formats the code
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format .

messages: .venv/dev.stamp  ## updates the catalogues from the sources (needs gettext)
	$(BIN)/python scripts/messages

lock: .venv/dev.stamp  ## renews the locks from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --no-emit-index-url --generate-hashes \
	  --python-version 3.11 pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --no-emit-index-url --generate-hashes \
	  --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.lock

clean:  ## removes database, files and index of the sample and of tests (stop the services first)
	rm -rf var
