#!/usr/bin/env bash
# What CloudWatch costs: 1,000 alarms on 10,000 series with a point every 10 s, in percent of a core at pace 1, and a simulated
# day with 50 alarms. Usage: bench/alarms.sh [MINUTES OF REGION TIME]
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -ntp -pl region test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath
cd region
exec "${JAVA_HOME:?set it to a JDK 25}/bin/java" -Xmx768m -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" com.shangwellness.region.cloudwatch.AlarmBench "${1:-130}"
