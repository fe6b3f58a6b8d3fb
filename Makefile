# Needs Python 3.11 or newer and make; everything else comes with the environment it builds.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help demo up test soak bench mutants crash lint format schema clean

help:
	@awk 'BEGIN { FS = ":.*## " } /^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ See it
demo: $(READY) ## film a 30-second brief on the sandbox, cost gate included
	@$(BIN)/python -m pod_service.embedded demo

up: $(READY) ## run the whole service here until Ctrl-C
	@$(BIN)/python -m pod_service.embedded up

##@ Change it
test: lint ## everything the CI runs: lint, types, layers, tests
	$(BIN)/pytest -n 2 --dist loadfile

soak: lint ## a million random steps of the money core beside its model; about three hours
	SOAK_STEPS=1000000 $(BIN)/pytest tests/billing/machine

bench: $(READY) ## what approvals and orders cost, as ratios; QUICK=1 for a first look, ONLY=part for one
	@$(BIN)/python -m bench $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY))

mutants: $(READY) ## change the money core one thing at a time; do tests notice? (ONLY=file for a part, AGAIN=1)
	@$(BIN)/python -m mutants $(ONLY) $(if $(AGAIN),--again)

crash: $(READY) ## kill processes at every commit and call of an order's way (POINT='…', SEEDS=n, FROM=n, SEED=n)
	@$(BIN)/python -m crash $(if $(POINT),--point '$(POINT)') $(if $(SEEDS),--seeds $(SEEDS)) $(if $(FROM),--from $(FROM)) $(if $(SEED),--seed $(SEED))

lint: $(READY) ## style, types and layers, without the tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## put the code in shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

schema: $(READY) ## write openapi.yaml anew
	DJANGO_SETTINGS_MODULE=tests.settings_for_types $(BIN)/python manage.py spectacular --validate --file openapi.yaml

clean: ## remove the environment and all caches; films and data in var/ stay
	rm -rf .venv build *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "pod needs Python 3.11 or newer.")'
	@echo "Building the environment in .venv (once, a minute or two) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --no-compile --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@
