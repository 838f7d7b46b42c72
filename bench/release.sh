#!/usr/bin/env bash
# Releases in a row under real traffic, one request in ten a booking, and then every bad release: failed requests, lost or
# doubled bookings, and the site's p99 during each shift against that before it, in the same run. Waits are hastened twenty times.
# Each bad one is waited for until the alarms are quiet again: minutes. Usage: bench/release.sh [RELEASES] [REQUESTS_PER_SECOND] [bad|good]
set -euo pipefail
cd "$(dirname "$0")/.."
releases=${1:-20}
rate=${2:-265} # with bookings that are looked at and given back it is more than 300
home=$(mktemp -d)
trap './shang down --home "$home" >/dev/null && rm -rf "$home"' EXIT

mvn -q -B -ntp -pl ops -am test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$PWD/target/bench.classpath"
./shang up -d --home "$home" --api-port 18566 --site-port 22080 --site-tls-port 22443 >/dev/null
echo "$releases releases under $rate requests a second, $(nproc) processors, $(date -u +%Y-%m-%d)"
(
  cd ops
  "${JAVA_HOME:?set it to a JDK 25}/bin/java" -Xmx512m -cp "target/test-classes:target/classes:$(cat ../target/bench.classpath)" \
    com.shangwellness.ops.ReleaseBench "$home" 18566 22080 "$releases" "$rate" "${3:-bad}"
)
