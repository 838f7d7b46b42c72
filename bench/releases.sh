#!/usr/bin/env bash
# Whole canary releases on virtual time, on one thread, and the same stretch of time without one. Usage: bench/releases.sh [RELEASES] [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -B -ntp -pl region test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath
cd region
exec "${JAVA_HOME:?set it to a JDK 25}/bin/java" -Xms768m -Xmx768m -XX:+UseSerialGC -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" com.shangwellness.region.simulation.CanaryBench "${1:-200}" "${2:-5}"
