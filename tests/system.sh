#!/bin/sh
# Puts chromium and virtuoso on the machine for the tests: installs them on Debian as root, elsewhere
# takes what is on PATH, or stops and names the command to run.
set -eu
missing=
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v virtuoso-t >/dev/null 2>&1 || missing="$missing virtuoso-opensource"
[ -z "$missing" ] && exit 0
if [ -f /etc/debian_version ] && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing fonts-noto-cjk >/dev/null
    exit 0
fi
echo "The tests need$missing. On Debian or Ubuntu: sudo apt-get install$missing fonts-noto-cjk" >&2
echo "Elsewhere install Chromium and Virtuoso Open Source so that chromium and virtuoso-t are on PATH." >&2
exit 2
