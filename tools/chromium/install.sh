#!/usr/bin/env bash
# Installs Debian's Chromium, which the browser tests, the page's benchmark and its pictures run in. Debian, as root. Exits 0
# when there is a browser, with its path on standard output; else 1, saying what is missing.
set -euo pipefail

# The names that test/browser/support/find-browser.ts looks for.
names=(chromium chromium-browser google-chrome-stable google-chrome)

browser() {
  local name
  if [ -x "${DYLLM_CHROMIUM:-}" ]; then
    echo "$DYLLM_CHROMIUM"
    return 0
  fi
  for name in "${names[@]}"; do
    # Ubuntu's chromium-browser is a script that asks for a snap: only what tells its version is a browser.
    if command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

if browser; then
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "Chromium: not root. Ask an administrator to run tools/chromium/install.sh, or name a browser in DYLLM_CHROMIUM" >&2
  exit 1
fi
if ! command -v apt-get >/dev/null; then
  echo "Chromium: no apt-get here. Install one by hand, or name it in DYLLM_CHROMIUM" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
# Inter is the typeface the page would rather use than a system's default; without any typeface nothing is drawn.
apt-get install -qq -o=Dpkg::Use-Pty=0 --no-install-recommends -y chromium fonts-inter fonts-dejavu-core >&2

if ! browser; then
  echo "Chromium: the package 'chromium' holds no browser that starts here" >&2
  exit 1
fi
