# Le portail ESS : `make help` dit ce qui se fait ici.
PYTHON ?= python3
PORT ?= 8000
UV_VERSION := 0.13.9
BIN := .venv/bin
export UV_PROJECT_ENVIRONMENT := .venv
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench bench-search css

help: ## Affiche cette aide
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1	\2/' | expand -t 22

run: .venv/.run var/.static ## Installe, prépare la base et sert sur http://127.0.0.1:8000 (PORT=…)
	@$(BIN)/python manage.py bootstrap
	@echo "Le portail est servi sur http://127.0.0.1:$(PORT) (Ctrl+C pour arrêter)"
	@$(BIN)/python manage.py publish_scheduled --every 60 & scheduled=$$!; \
	$(BIN)/gunicorn essportal.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --no-control-socket & \
	server=$$!; trap "kill $$scheduled $$server 2>/dev/null" EXIT INT TERM; wait $$server

test: .venv/.dev ## Installe ce qu'il faut, navigateur compris, puis teste sur SQLite et PostgreSQL
	@$(BIN)/python scripts/run_tests.py $(ARGS)

lint: .venv/.dev ## Vérifie le code, les gabarits, les imports, les migrations et la production
	@$(BIN)/pre-commit run --all-files --show-diff-on-failure

format: .venv/.dev ## Met en forme le code et les gabarits
	@$(BIN)/ruff check --fix-only . ; $(BIN)/ruff format . ; $(BIN)/djade --target-version 5.2 $$(git ls-files '*.html')

bench: .venv/.dev var/.static ## Mesure les pages et l'import à côté d'une page constante
	@$(BIN)/python benchmarks/pages.py $(ARGS)

bench-search: .venv/.bench var/.static ## Mesure la recherche à côté d'une page constante et de Datasette
	@$(BIN)/python -m benchmarks.search $(ARGS)

css: .venv/.dev ## Refait la feuille de style réduite du DSFR
	@$(BIN)/python scripts/build_css.py

.venv/bin/uv:
	@echo "Environnement Python…"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet uv==$(UV_VERSION)

.venv/.run: .venv/bin/uv pyproject.toml uv.lock
	@echo "Dépendances…"
	@$(BIN)/uv sync --quiet --frozen --no-default-groups --inexact
	@touch $@

.venv/.dev: .venv/bin/uv pyproject.toml uv.lock
	@echo "Dépendances de développement…"
	@$(BIN)/uv sync --quiet --frozen --inexact
	@touch $@

.venv/.bench: .venv/bin/uv pyproject.toml uv.lock
	@echo "Dépendances des mesures…"
	@$(BIN)/uv sync --quiet --frozen --inexact --group bench
	@touch $@

var/.static: .venv/.run $(shell find static -type f)
	@mkdir -p var
	@echo "Fichiers statiques…"
	@$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@
