#!/usr/bin/env bash
# How long ./shang up takes from a built checkout to the site's first 200, with nothing deployed and after ./shang down, and the
# region's resident memory with everything up. Usage: bench/up.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-3}
home=$(mktemp -d)
trap './shang down --home "$home" >/dev/null 2>&1 || true; rm -rf "$home"' EXIT

first_200() {
  local begin
  begin=$(date +%s%N)
  ./shang up -d --home "$home" --api-port 15566 --site-port 19080 --site-tls-port 19443 >"$home/up.txt" 2>&1 &
  until [ "$(curl -s -o /dev/null -m 1 -w '%{http_code}' http://127.0.0.1:19080/healthcheck || true)" = 200 ]; do
    kill -0 $! 2>/dev/null || { cat "$home/up.txt" >&2; exit 1; }
    sleep 0.05
  done
  awk -v ns=$(($(date +%s%N) - begin)) 'BEGIN { printf "%.1f", ns / 1e9 }'
  wait $!
}

resident() {
  local pid
  pid=$(sed -n 's/.*"pid" *: *\([0-9]*\).*/\1/p' "$home/region.json")
  awk '/VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$pid/status"
}

echo "run | nothing deployed: first 200 (s) | after down: first 200 (s) | region's resident memory (MB)"
for run in $(seq "$runs"); do
  mkdir -p "$home"
  cold=$(first_200)
  ./shang down --home "$home" >/dev/null
  warm=$(first_200)
  memory=$(resident)
  ./shang down --home "$home" >/dev/null
  rm -rf "$home"
  echo "$run | $cold | $warm | $memory"
done
