package com.shangwellness.region.stepfunctions;

import java.util.List;
import java.util.Optional;

/**
 * Where an execution goes on after an error (Amazon States Language, "Fallback states").
 *
 * @param errors ErrorEquals
 * @param result where in the data the error goes; nothing discards it
 */
record Catcher(List<String> errors, Optional<DataPath> result, String next) {}
