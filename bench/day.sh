#!/usr/bin/env bash
# A simulated day of production: ten tasks behind the load balancer, 50 alarms, on virtual time. Usage: bench/day.sh [DAYS]
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -B -ntp -pl region test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath
cd region
exec "${JAVA_HOME:?set it to a JDK 25}/bin/java" -Xms768m -Xmx768m -XX:+UseSerialGC -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" com.shangwellness.region.DayBench "${1:-3}"
