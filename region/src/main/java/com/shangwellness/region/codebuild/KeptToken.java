package com.shangwellness.region.codebuild;

import java.time.Instant;

/**
 * A request that is not to be carried out twice.
 *
 * @param request what was asked for
 * @param build the id of the build that it started
 * @param until how long the token holds
 */
record KeptToken(String request, String build, Instant until) {}
