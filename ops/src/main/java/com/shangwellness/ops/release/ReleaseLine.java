package com.shangwellness.ops.release;

/**
 * A release in the list of all. Its fields are also what {@code shang release list --json} prints.
 *
 * @param number its place in the list, 1 being the newest
 * @param id CodeDeploy's id
 * @param kind {@code release} or {@code rollback}
 * @param status as CodeDeploy words it
 * @param version what it brought
 * @param replaces what served until then
 * @param by who asked for it
 * @param began when, by the region's clock
 * @param seconds how long it took, or has taken
 * @param reason why it came to a bad end, or the empty text
 */
public record ReleaseLine(
    int number,
    String id,
    String kind,
    String status,
    String version,
    String replaces,
    String by,
    String began,
    long seconds,
    String reason) {}
