#!/usr/bin/env bash
# Installs what Grutto needs from Debian, if it is missing and this user may: the module venv, a browser, readers of documents and PostgreSQL for the tests.
set -euo pipefail

install() {
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing: $*. Install these packages, then try again." >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

case "${1:-}" in
  venv) python3 -c 'import ensurepip, venv' 2>/dev/null || install python3-venv ;;
  browser) command -v chromium-headless-shell >/dev/null || install chromium-headless-shell fonts-noto-core ;;
  documents)
    { command -v qpdf && command -v pdftotext && command -v libreoffice && fc-list | grep -q DroidSansFallback; } >/dev/null 2>&1 \
      || install qpdf poppler-utils libreoffice-writer-nogui fontconfig fonts-noto-core fonts-liberation fonts-droid-fallback ;;
  postgres) { test -x "$(pg_config --bindir)/initdb" || ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 || install postgresql ;;
  *) echo "usage: scripts/system.sh venv|browser|documents|postgres" >&2; exit 2 ;;
esac
