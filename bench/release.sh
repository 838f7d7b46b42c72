#!/usr/bin/env bash
# Releases in a row under real traffic, one request in ten a booking, and then every bad release: failed requests, lost or
# doubled bookings, and the site's p99 during each shift against that before it, in the same run. Waits are hastened twenty times.
# Usage: bench/release.sh [RELEASES] [REQUESTS_PER_SECOND]
set -euo pipefail
cd "$(dirname "$0")/.."
releases=${1:-20}
rate=${2:-320}
home=$(mktemp -d)
trap './shang down --home "$home" >/dev/null 2>&1 || true; rm -rf "$home" "$home.yaml"' EXIT

mvn -q -B -ntp -pl ops -am test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$PWD/target/bench.classpath"
# Between releases the region hurries, so that what one has set off is quiet before the next; tasks start in the machine's own time.
sed 's/healthCheckGraceSeconds: 60/healthCheckGraceSeconds: 200/' environments/prod.yaml >"$home.yaml"
./shang up -d --home "$home" --environment "$home.yaml" --pace 10 --api-port 18566 --site-port 22080 --site-tls-port 22443 >/dev/null
echo "$releases releases under $rate requests a second, $(nproc) processors, $(date -u +%Y-%m-%d)"
cd ops
"${JAVA_HOME:?set it to a JDK 25}/bin/java" -Xmx512m -cp "target/test-classes:target/classes:$(cat ../target/bench.classpath)" \
  com.shangwellness.ops.ReleaseBench "$home" 18566 22080 "$releases" "$rate"
