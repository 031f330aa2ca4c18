#!/bin/sh
# Sees to what `make test` needs besides Go: PostgreSQL's server programs, a
# Chromium, fonts for its screenshots. As root on Debian or Ubuntu it installs
# what is missing; elsewhere it says what to install, and fails.
set -eu

have_postgres() {
	for dir in /usr/lib/postgresql/*/bin /usr/pgsql/bin "$(pg_config --bindir 2>/dev/null || true)" \
		"$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")"; do
		if [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ]; then
			return 0
		fi
	done
	[ -n "${DEBRIEF_TEST_POSTGRES:-}" ]
}

have_chromium() {
	for name in chromium chromium-browser google-chrome google-chrome-stable; do
		if path=$(command -v "$name" 2>/dev/null); then
			# Ubuntu's package chromium-browser is a script that asks for the snap.
			if [ "$name" = chromium-browser ] && ! "$path" --version >/dev/null 2>&1; then
				continue
			fi
			return 0
		fi
	done
	[ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] ||
		[ -x "/Applications/Chromium.app/Contents/MacOS/Chromium" ]
}

have_fonts() {
	[ "$(uname)" = Darwin ] || [ -n "$(find /usr/share/fonts /usr/local/share/fonts \
		\( -name 'Liberation*.ttf' -o -name 'NotoSans-*.ttf' -o -name 'DejaVuSans.ttf' \) 2>/dev/null | head -n 1)" ]
}

missing() {
	have_postgres || echo postgresql
	have_chromium || echo chromium
	have_fonts || echo fonts-liberation
}

wanted=$(missing | tr '\n' ' ')
if [ -z "$wanted" ]; then
	echo "deps: PostgreSQL, Chromium and fonts are there"
	exit 0
fi

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	echo "deps: installing ${wanted}with apt-get"
	log=$(mktemp)
	trap 'rm -f "$log"' EXIT
	export DEBIAN_FRONTEND=noninteractive
	# shellcheck disable=SC2086 # one word a package
	if ! { apt-get -q -o DPkg::Lock::Timeout=600 update &&
		apt-get -q -y -o DPkg::Lock::Timeout=600 install --no-install-recommends $wanted; } >"$log" 2>&1 </dev/null; then
		tail -n 20 "$log" >&2
	fi
fi

still=$(missing | tr '\n' ' ')
if [ -n "$still" ]; then
	echo "deps: still missing: $still" >&2
	echo "  Debian:  apt-get install --no-install-recommends $still(as root)" >&2
	echo "  Ubuntu:  the same, but Chromium is only there as a snap: snap install chromium" >&2
	echo "  macOS:   brew install postgresql@17 && brew install --cask google-chrome" >&2
	echo "  Tests without them: go test ./... skips what they are needed for" >&2
	exit 1
fi
