# What people type. Each target installs what it lacks from Debian's packages, configures and builds.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory

# Programs that scripts/install-interop has built are found first.
HOLDFAST_TOOLS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/holdfast/tools/bin
export HOLDFAST_TOOLS
export PATH := $(HOLDFAST_TOOLS):$(PATH)

SOURCES = $(shell git ls-files '*.cpp' '*.h')

.PHONY: all help demo test test-fast check interop format format-check tidy asan fuzz fuzz-gate bench clean \
        packages packages-dev

all: build/build.ninja  ## build everything
	ninja -C build

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

demo: build/build.ninja  ## rotate the key of a toy cluster, start to end
	@ninja -C build --quiet holdfast
	scripts/demo build/holdfast

test: all  ## run every test
	ctest --test-dir build --output-on-failure -j2

test-fast: build/build.ninja  ## only the unit tests that are quick
	ninja -C build
	for folder in base crypto vault keystore cli; do build/tests/$${folder}_test '~[slow]' --warn NoTests; done

check: all  ## the rules that scripts hold: layers, headers, style, docs
	ctest --test-dir build --output-on-failure -j2 -L checks

interop: all  ## compare with the real sops, age and git; builds them first
	exports=$$(scripts/install-interop); eval "$$exports"; \
	HOLDFAST_REQUIRE_INTEROP=1 ctest --test-dir build --output-on-failure -j2 --no-tests=error -R '^(interop/|crypto/(cctv|slip39):)'

format: packages-dev  ## lay out every source file
	@clang-format-14 -i $(SOURCES)

format-check: packages-dev  ## say which source file is not laid out so
	@clang-format-14 --dry-run --Werror $(SOURCES)

tidy: all packages-dev  ## clang-tidy on whatever has changed since it was last clean
	scripts/tidy

# Not under sanitizers: what strace kills (leaks cannot be looked for under it), what measures memory, and
# the long comparisons with sops, whose time is sops's own.
asan: packages-dev  ## every test under the address and undefined behaviour sanitizers
	[ -f build-asan/build.ninja ] || cmake --preset asan
	ninja -C build-asan
	LSAN_OPTIONS=suppressions=$(CURDIR)/tests/lsan.supp \
	ctest --test-dir build-asan --output-on-failure -j2 -LE checks \
	  -E '^(cli/(crash|bad_input: a 50 MB)|interop/sops_(differential|integrity|command_line|callers))'

FUZZ_SECONDS ?= 60
fuzz: build-fuzz/build.ninja  ## each fuzz target for FUZZ_SECONDS
	ninja -C build-fuzz
	scripts/fuzz $(FUZZ_SECONDS)

fuzz-gate: build-fuzz/build.ninja  ## the same, but always the same way
	ninja -C build-fuzz
	scripts/fuzz --gate 10

bench: all  ## rotations and age files beside sops, age and the bare cryptography
	bench/rotate build
	bench/age build

clean:  ## remove all build folders
	rm -rf build build-asan build-clang build-fuzz

packages:
	@scripts/install-packages build test

packages-dev: packages
	@scripts/install-packages dev

build/build.ninja: | packages
	cmake --preset default

build-fuzz/build.ninja: | packages-dev
	cmake --preset fuzz
