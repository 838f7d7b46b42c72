#!/usr/bin/env bash
# What counting costs the traffic plane: the same load through a plane that counts and one that does not, in turns of a second.
# Usage: bench/traffic.sh [PAIRS]
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -ntp -pl region test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath
cd region
exec "${JAVA_HOME:?set it to a JDK 25}/bin/java" -Xmx512m -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" com.shangwellness.region.traffic.TrafficBench "${1:-20}"
