#!/usr/bin/env bash
# How soon the application is ready after it is started, and its resident memory, idle and after so many bookings, cancellations
# and reads, with the image's JVM flags on a MariaDB of its own. Usage: bench/app.sh [RUNS] [BOOKINGS]
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -ntp -pl app test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath
cd app
exec "${JAVA_HOME:?set it to a JDK 25}/bin/java" -Xmx256m -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" com.shangwellness.app.Load "${1:-3}" "${2:-5000}"
