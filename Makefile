# Lintas: the commands. `make help` lists them. Settings come by the environment: PORT, STATE_DIR, DATABASE_URL, ENVIRONMENT …

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
BIN := .venv/bin
# One more than two cores: a quarter of the time a test waits, for a browser or for PostgreSQL.
TEST_PROCESSES ?= 3
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run setup test check proof demo-day screenshots bench bench-relevance lock clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 17

run: export ENVIRONMENT ?= development
run: ## set up what is missing and start the board on PORT (8000)
	@$(PYTHON) jobboard/install.py run
	@exec $(BIN)/python -m jobboard.run

setup: ## make .venv with everything that tests and checks need
	@$(PYTHON) jobboard/install.py dev

test: setup ## run all tests, those in a real browser included
	@$(BIN)/python -m tests.browser
	@exec $(BIN)/python -m pytest -q -n $(TEST_PROCESSES) --dist worksteal $(ARGS)

check: setup ## all that must be green: style, types, templates, migrations, floors, then the tests
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/djlint --quiet --lint templates
	@ENVIRONMENT=development $(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python -m pytest -q -n 0 tests/test_architecture.py
	@exec $(MAKE) test

proof: export PROOF = 1
proof: setup ## run the tests that take long: many more examples for every property
	@exec $(BIN)/python -m pytest -q -n 2 --dist worksteal $(ARGS)

demo-day: export ENVIRONMENT ?= development
demo-day: ## move the sample board on by days: make demo-day 3 (0 brings the true time back)
	@$(if $(strip $(N)),exec $(BIN)/python manage.py demo_day $(N),echo "How many days? make demo-day 3" >&2; exit 2)

screenshots: setup ## take the pictures in docs/screenshots anew, of a board of their own with its samples
	@exec $(BIN)/python -m tests.screenshots

bench: ## measure every query and page beside its anchors: make bench N=100000 ARGS="--only count"
	@$(PYTHON) jobboard/install.py run
	@$(PYTHON) jobboard/install.py bench
	@exec $(BIN)/python -m benchmarks.speed.run $(or $(N),100000) $(ARGS)

bench-relevance: setup ## print how good the order of a search is: nDCG@10 over the judged queries in benchmarks/judged
	@exec $(BIN)/python -m benchmarks.relevance

lock: setup ## compile the requirements files anew from their .in files
	@$(BIN)/python -m pip install --quiet uv
	@for name in requirements requirements-dev requirements-bench; do \
		$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links $$name.in -o $$name.txt || exit 1; done

clean: ## remove .venv, caches and what the tests have left; the board's own state stays
	@rm -rf .venv .mypy_cache .ruff_cache .hypothesis test-results var/bench var/test var/browser var/screenshots
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

ifneq (,$(filter demo-day,$(MAKECMDGOALS)))
# `make demo-day 3` as well as `make demo-day N=3`.
N ?= $(filter-out demo-day,$(MAKECMDGOALS))
.PHONY: $(filter-out demo-day,$(MAKECMDGOALS))
$(filter-out demo-day,$(MAKECMDGOALS)):
	@:
endif
