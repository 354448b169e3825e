# What one does with these sources. `make run` shows the station, `make test` proves it; both fetch from Debian
# what is missing and need nothing else but Swift 6.2 or later.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := run
.PHONY: setup swift run test lint check fuzz bench programs install clean

# To compile and link (libraries), to run (tzdata, terminal descriptions), and for tests of real processes.
PACKAGES := git pkg-config libncurses-dev libsqlite3-dev libssl-dev libpcsclite-dev tzdata ncurses-base ncurses-term \
	procps strace tmux python3 mbpoll msmtp-mta gcc libmodbus-dev cups cups-client libfaketime \
	pcscd vsmartcard-vpcd ausweisapp2 curl openssl openpace python3-jwcrypto python3-jsonschema \
	libqrencode-dev zbar-tools poppler-utils

# No Swift runtime is needed where the programs run, and they start in milliseconds.
RELEASE := -c release --static-swift-stdlib
# Suites that start processes, measure or take the machine for themselves: one after another, after the rest.
ALONE := ProcessTests
DESTDIR ?=
BIN ?=
LOCKDOWN ?= yes
# Ways to a login or a restart at the citizen's keyboard; masked by `make install`.
MASKED := $(foreach number,1 2 3 4 5 6,getty@tty$(number).service) autovt@.service serial-getty@.service \
	console-getty.service debug-shell.service ctrl-alt-del.target kbrequest.target

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

# One terminal, one command: builds the two programs and shows a station with a simulated wall of lockers, a reader and
# applications. A terminal without a locale (containers) is taken for one of UTF-8, as all are today.
run: setup
	@swift build $(RELEASE) --product kiosk
	@swift build $(RELEASE) --product kiosk-screen
	@case "$${LC_ALL:-$${LC_CTYPE:-$${LANG:-}}}" in *[Uu][Tt][Ff]8*|*[Uu][Tt][Ff]-8*) ;; *) export LC_ALL=C.UTF-8;; esac; \
	exec "$$(swift build $(RELEASE) --show-bin-path)/kiosk" demo

test: setup
	swift build --build-tests
	@failed=; \
	for part in "--skip $(ALONE)" "--no-parallel --filter $(ALONE)"; do \
	  echo "swift test $$part"; \
	  swift test --skip-build --disable-xctest $$part </dev/null || failed=yes; \
	done; \
	$(MAKE) --no-print-directory fuzz SECONDS=16 || failed=yes; \
	if [ -n "$$failed" ]; then echo "Tests have failed: see the lines with ✘ above." >&2; exit 1; fi

lint: swift
	swift format lint --strict --recursive Sources Tests Package.swift

check: lint test

# libFuzzer over what reads bytes of cards and of AusweisApp, and what editors of a town write, with AddressSanitizer and its look for leaks; SECONDS are
# shared out, two targets run at a time. What crashes stays in .build-fuzz/crashes, as a file that reproduces it:
# KIOSK_FUZZ_TARGET=NAME .build-fuzz/debug/FuzzCard FILE (or FuzzContent)
SECONDS := 60
FUZZ_TARGETS := $(addprefix FuzzCard/,tlv der apdu sm cvc sod mrz ausweis) \
	$(addprefix FuzzContent/,toml page entry hours form town search)
fuzz: setup
	@KIOSK_FUZZ=yes KIOSK_ONLY=FuzzCard,FuzzContent swift build --scratch-path .build-fuzz
	@each=$$(( $(SECONDS) * 2 / $(words $(FUZZ_TARGETS)) )); [ "$$each" -gt 0 ] || each=1; \
	mkdir -p .build-fuzz/crashes; export each; \
	printf '%s\n' $(FUZZ_TARGETS) | xargs -P 2 -I PAIR bash -c ' \
	  program=.build-fuzz/debug/$$(dirname PAIR); name=$$(basename PAIR); \
	  export KIOSK_FUZZ_TARGET=$$name; corpus=.build-fuzz/corpus/$$name; mkdir -p $$corpus; \
	  KIOSK_FUZZ_SEEDS=$$corpus $$program || exit 1; \
	  if $$program -max_total_time=$$each -timeout=5 -rss_limit_mb=2048 \
	    -artifact_prefix=.build-fuzz/crashes/$$name- $$corpus >.build-fuzz/$$name.log 2>&1; \
	  then printf "fuzz %-8s %s\n" $$name "$$(tail -n 1 .build-fuzz/$$name.log)"; \
	  else echo "fuzz $$name: failed, see .build-fuzz/$$name.log" >&2; tail -n 40 .build-fuzz/$$name.log >&2; exit 1; fi'

# One table of times and sizes; with BENCH_JSON=FILE also as JSON.
bench: setup
	@swift build $(RELEASE) --product kiosk
	@swift build $(RELEASE) --product kiosk-screen
	@swift build $(RELEASE) --product bench
	@exec "$$(swift build $(RELEASE) --show-bin-path)/bench"

# The two programs of a station, without tests: what `make install` installs.
programs: setup
	@swift build $(RELEASE) --product kiosk
	@swift build $(RELEASE) --product kiosk-screen

# Puts a station under DESTDIR: programs, content, units, users, rules, limits, documents. What belongs to the town, the
# files in /etc/kiosk and /etc/udev, is never overwritten: a changed one comes as FILE.new beside it. Twice is as once.
# BIN=DIR takes built programs from DIR, so that root need not build; LOCKDOWN=no leaves consoles, keys and the boot
# menu as they are, for a machine that is no kiosk.
install: $(if $(BIN),,programs)
	@DESTDIR="$(DESTDIR)" LOCKDOWN="$(LOCKDOWN)" BIN="$(BIN)"; \
	[ -n "$$BIN" ] || BIN="$$(swift build $(RELEASE) --show-bin-path)"; \
	for program in kiosk kiosk-screen; do \
	  [ -f "$$BIN/$$program" ] && [ -x "$$BIN/$$program" ] || { \
	    echo "There is no program $$program in $$BIN: run 'make programs' and install with BIN=.build/release." >&2; \
	    exit 1; }; done; \
	umask 022; \
	put() { install -D -m "$$1" "$$2" "$$DESTDIR$$3"; }; \
	keep() { \
	  rm -f "$$DESTDIR$$2.new"; \
	  if [ ! -e "$$DESTDIR$$2" ]; then put 644 "$$1" "$$2"; \
	  elif ! cmp -s "$$1" "$$DESTDIR$$2"; then \
	    put 644 "$$1" "$$2.new"; echo "kept $$DESTDIR$$2; the new one is $$DESTDIR$$2.new"; fi; }; \
	mask() { \
	  unit="$$DESTDIR/etc/systemd/system/$$1"; mkdir -p "$$(dirname "$$unit")"; \
	  if [ -e "$$unit" ] && [ ! -L "$$unit" ]; then echo "not masked, a file of yours: $$unit" >&2; \
	  else ln -sfn /dev/null "$$unit"; fi; }; \
	for program in kiosk kiosk-screen; do put 755 "$$BIN/$$program" "/usr/bin/$$program"; done; \
	find Content -type f | while read -r file; do put 644 "$$file" "/usr/share/kiosk/$$file"; done; \
	for file in console.map closed.txt; do put 644 "systemd/$$file" "/usr/share/kiosk/$$file"; done; \
	keep Kiosk.conf /etc/kiosk/Kiosk.conf; \
	for unit in systemd/*.service $(wildcard systemd/*.timer); do \
	  put 644 "$$unit" "/usr/lib/systemd/system/$${unit##*/}"; done; \
	put 644 systemd/console.preset /usr/lib/systemd/system-preset/80-kiosk.preset; \
	put 644 systemd/sysusers.conf /usr/lib/sysusers.d/kiosk.conf; \
	put 644 systemd/modules-load.conf /usr/lib/modules-load.d/kiosk.conf; \
	put 644 systemd/journald.conf /usr/lib/systemd/journald.conf.d/90-kiosk.conf; \
	put 644 udev/70-kiosk-lockers.rules /usr/lib/udev/rules.d/70-kiosk-lockers.rules; \
	keep udev/71-kiosk-names.rules /etc/udev/rules.d/71-kiosk-names.rules; \
	if [ "$$LOCKDOWN" != no ]; then \
	  put 644 systemd/sysctl.conf /usr/lib/sysctl.d/90-kiosk.conf; \
	  put 644 systemd/system.conf /usr/lib/systemd/system.conf.d/90-kiosk.conf; \
	  put 644 systemd/logind.conf /usr/lib/systemd/logind.conf.d/90-kiosk.conf; \
	  keep systemd/grub.cfg /etc/default/grub.d/kiosk.cfg; \
	  for unit in $(MASKED); do mask "$$unit"; done; \
	fi; \
	for file in LICENSE README.md docs/*.md systemd/*.example; do \
	  put 644 "$$file" "/usr/share/doc/kiosk/$${file##*/}"; done; \
	for file in docs/schema/* docs/examples/*; do put 644 "$$file" "/usr/share/doc/kiosk/$${file#docs/}"; done; \
	sed -i 's,](docs/,](,g' "$$DESTDIR/usr/share/doc/kiosk/README.md"; \
	if [ -z "$$DESTDIR" ]; then cat systemd/next-steps.txt; fi

clean:
	rm -rf .build .build-fuzz
