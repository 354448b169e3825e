# What one does with these sources. `make run` shows the station, `make test` proves it; both fetch from Debian
# what is missing and need nothing else but Swift 6.2 or later.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := run
.PHONY: setup swift run test lint check bench install clean

# To compile and link (libraries), to run (tzdata, terminal descriptions), and for tests of real processes.
PACKAGES := git pkg-config libncurses-dev libsqlite3-dev libssl-dev tzdata ncurses-base ncurses-term \
	procps strace tmux python3 mbpoll gcc libmodbus-dev

# No Swift runtime is needed where the programs run, and they start in milliseconds.
RELEASE := -c release --static-swift-stdlib
# Suites that start processes, measure or take the machine for themselves: one after another, after the rest.
ALONE := ProcessTests
DESTDIR ?=

setup: swift
	@missing=; \
	if command -v dpkg-query >/dev/null; then \
	  for package in $(PACKAGES); do \
	    dpkg-query -W -f '$${db:Status-Abbrev}' "$$package" 2>/dev/null | grep -q '^ii' \
	      || missing="$$missing $$package"; \
	  done; \
	else \
	  echo "This is not Debian: see to these packages yourself: $(PACKAGES)" >&2; \
	fi; \
	if [ -n "$$missing" ]; then \
	  echo "Installing from Debian:$$missing"; \
	  root=; [ "$$(id -u)" = 0 ] || root=sudo; \
	  if [ -n "$$root" ] && ! command -v sudo >/dev/null; then \
	    echo "Missing:$$missing. Ask root to run: apt-get install$$missing" >&2; exit 1; \
	  fi; \
	  export DEBIAN_FRONTEND=noninteractive; \
	  $$root apt-get -qq update </dev/null; \
	  $$root apt-get -qq install -y --no-install-recommends $$missing </dev/null >/dev/null; \
	fi

swift:
	@command -v swift >/dev/null || { \
	  echo "swift is not found: install Swift 6.2 or later (https://www.swift.org/install/linux/debian/12)" >&2; \
	  echo "and put its usr/bin on PATH." >&2; exit 1; }

# One terminal, one command: builds the two programs and shows a station with a simulated wall of lockers.
run: setup
	@swift build $(RELEASE) --product kiosk
	@swift build $(RELEASE) --product kiosk-screen
	@exec "$$(swift build $(RELEASE) --show-bin-path)/kiosk" demo

test: setup
	swift build --build-tests
	@failed=; \
	for part in "--skip $(ALONE)" "--no-parallel --filter $(ALONE)"; do \
	  echo "swift test $$part"; \
	  swift test --skip-build --disable-xctest $$part </dev/null || failed=yes; \
	done; \
	if [ -n "$$failed" ]; then echo "Tests have failed: see the lines with ✘ above." >&2; exit 1; fi

lint: swift
	swift format lint --strict --recursive Sources Tests Package.swift

check: lint test

# One table of times and sizes; with BENCH_JSON=FILE also as JSON.
bench: setup
	@swift build $(RELEASE) --product kiosk
	@swift build $(RELEASE) --product kiosk-screen
	@swift build $(RELEASE) --product bench
	@exec "$$(swift build $(RELEASE) --show-bin-path)/bench"

# Puts the programs, the sample content and the documents under DESTDIR; never overwrites a Kiosk.conf.
install: setup
	swift build $(RELEASE) --product kiosk
	swift build $(RELEASE) --product kiosk-screen
	bin="$$(swift build $(RELEASE) --show-bin-path)"; \
	install -d "$(DESTDIR)/usr/bin" "$(DESTDIR)/etc/kiosk" "$(DESTDIR)/usr/share/kiosk" \
	  "$(DESTDIR)/usr/share/doc/kiosk"; \
	install -m 755 "$$bin/kiosk" "$$bin/kiosk-screen" "$(DESTDIR)/usr/bin/"
	if [ ! -e "$(DESTDIR)/etc/kiosk/Kiosk.conf" ]; then \
	  install -m 644 Kiosk.conf "$(DESTDIR)/etc/kiosk/Kiosk.conf"; fi
	cp -r --no-preserve=ownership Content "$(DESTDIR)/usr/share/kiosk/"
	install -m 644 LICENSE README.md docs/*.md "$(DESTDIR)/usr/share/doc/kiosk/"

clean:
	rm -rf .build
