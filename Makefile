# The commands that people and CI run alike. `make run` and `make test` are all that is needed to begin.
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
DEMO ?= on
export PORT HOST DEMO
export UV_PYTHON_DOWNLOADS = never
export DJANGO_SETTINGS_MODULE = program.config.settings

BIN = .venv/bin
INSTALLED = .venv/installed
LOCKS = requirements/app.lock requirements/dev.lock
MANAGE = $(BIN)/python manage.py
CATALOGUES = $(shell find program demonstrations -name '*.po')
# What `check --deploy` judges: the settings of a real installation, with values that only look like one.
LIKE_PRODUCTION = PRODUCTION=on DEMO=off DEBUG=off ALLOWED_HOSTS=platform.example.org SITE_URL=https://platform.example.org \
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') JOURNAL_KEY=only-looks-like-one SECOND_FACTOR_KEY=only-looks-like-another \
	EMAIL_URL=smtp://mail.example.org:25

.PHONY: run test bench check lint types imports templates translations deployable fmt messages screenshots lock help

help:  ## what can be asked for
	@sed -n 's/^\([a-z]*\):.*## /  make \1 — /p' $(MAKEFILE_LIST)

run: $(INSTALLED)  ## the platform with its demo, on http://127.0.0.1:$PORT
	@.ci/packages run || true
	@exec .ci/serve

test: $(INSTALLED)  ## all tests, two at a time, on SQLite or on DATABASE_URL
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

bench: $(INSTALLED)  ## what pages and jobs cost, on PostgreSQL; writes docs/performance.md
	BENCH_VAR=$$(mktemp -d) $(BIN)/python -m tests.benchmarks.pages $(ARGS)
	BENCH_VAR=$$(mktemp -d) $(BIN)/python -m tests.benchmarks.carry_out

check: lint types imports templates translations deployable  ## everything that can be judged without running

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)
	$(BIN)/mypy

imports: $(INSTALLED)
	$(BIN)/lint-imports --no-logo

templates: $(INSTALLED)
	$(BIN)/djlint --quiet --lint templates

# Well-formed, complete, nothing guessed, and compiled from what is there.
translations:
	@for po in $(CATALOGUES); do \
		echo "$$po"; \
		msgfmt --check --output-file=- "$$po" | cmp - "$${po%.po}.mo" || { echo "the .mo is stale: make messages"; exit 1; }; \
		for gap in --untranslated --only-fuzzy; do \
			test -z "$$(msgattrib $$gap --no-obsolete "$$po")" || { msgattrib $$gap --no-obsolete --no-wrap "$$po"; exit 1; }; \
		done; \
	done

deployable: $(INSTALLED)
	DATABASE_URL=sqlite://:memory: $(MANAGE) draw_flows --check
	DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run
	$(LIKE_PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

fmt: $(INSTALLED)  ## put code in shape
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

messages: $(INSTALLED)  ## gather the strings of the program and compile their translations
	$(MANAGE) makemessages --locale zh_Hans --no-obsolete --no-wrap --add-location file --ignore .venv --ignore var --ignore tests
	sed -i '/^"POT-Creation-Date/d' $(CATALOGUES)
	$(MANAGE) compilemessages --locale zh_Hans --ignore .venv

screenshots: $(INSTALLED)  ## pictures of the running demo for docs/ (needs chromium)
	$(BIN)/python -m tests.journeys.screenshots http://$(HOST):$(PORT) $${DEMO_PASSWORD:-shibaiqian-2026}

lock: $(INSTALLED)  ## choose the versions of all dependencies anew
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" pyproject.toml --output-file requirements/app.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" --group dev --constraints requirements/app.lock --output-file requirements/dev.lock

# One environment for all commands, made again only when a lock has changed. uv takes seconds; plain pip does the same in a minute.
$(INSTALLED): $(LOCKS)
	@.ci/packages run || true
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	if test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv; \
	then $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes $(LOCKS); \
	else $(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements/app.lock -r requirements/dev.lock; fi
	touch $@
