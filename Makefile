# Every target first installs what it needs and is missing on a bare Debian 12 (scripts/bootstrap.sh); a stamp makes that
# instant later. `make help` lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# rustup puts cargo here; a shell that was open before it ran does not know.
export PATH := $(PATH):$(HOME)/.cargo/bin

# Recorded data beside the checkout, where there is some. It is never part of the repository.
recorded := $(wildcard $(CURDIR)/../shared/fixtures)
series := $(wildcard $(recorded)/market/sol-usd-1m-2025-08.csv)
ifneq ($(recorded),)
export ZESTRON_FIXTURES ?= $(realpath $(recorded))
endif
ifneq ($(series),)
export ZESTRON_MARKET ?= $(realpath $(series))
endif

# Seconds for each target of `make fuzz`.
FUZZ_SECONDS ?= 60
# One benchmark of `make bench`; empty: all. (Not NAME: WSL sets that to the host.)
BENCH ?=

# Runs of `make simulate`.
SEEDS ?= 2000

.PHONY: help up build test bench lint fuzz simulate coverage verify train clean bootstrap bootstrap-verify

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

up: bootstrap ## build what changed, then run the demo until Ctrl-C; the second time it resumes
	@scripts/build.py release
	@exec bin/zestron demo

build: bootstrap ## leave bin/zestron and bin/grapnel
	@scripts/build.py release

test: bootstrap ## all tests, checks and short fuzzing; ends with "N passed, N failed"
	@scripts/run_tests.py

bench: build ## benchmarks against peers (BENCH=… for one)
	@bin/zestron bench $(BENCH)

lint: bootstrap ## order of the folders, house rules, formatting
	@scripts/lint.py

fuzz: bootstrap ## every libFuzzer target for FUZZ_SECONDS=60
	@scripts/fuzz.py --seconds $(FUZZ_SECONDS)

simulate: bootstrap ## SEEDS=2000 runs of the node on simulated time, network, disk and chain; a failing one is shown
	@scripts/simulate.py --seeds $(SEEDS)

coverage: bootstrap ## what the native tests reach of the programs, and pages of all C++ in build/coverage/html
	@scripts/coverage.py

verify: bootstrap-verify ## long campaigns: everything in test, then hours more
	@scripts/verify.py

train: bootstrap ## train the models of examples/ anew; installs PyTorch, minutes on one core (docs/learning.md)
	@scripts/train.py

clean: ## remove build output only; state, keys and downloads stay
	@rm -rf build bin
	@echo "removed build/ and bin/; state is where it was (README, \"Where things are\")"

bootstrap:
	@scripts/bootstrap.sh base

bootstrap-verify:
	@scripts/bootstrap.sh verify
