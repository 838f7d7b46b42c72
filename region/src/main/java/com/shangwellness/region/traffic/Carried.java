package com.shangwellness.region.traffic;

import java.util.List;
import java.util.SortedMap;

/**
 * What a {@link TrafficPlane} has carried since it was asked before. Each of its threads tells for
 * itself, so that the same names may come more than once: the parts add up.
 */
public record Carried(List<Clients> clients, List<Answers> answers, List<Links> links) {

  /** Copies the lists. */
  public Carried {
    clients = List.copyOf(clients);
    answers = List.copyOf(answers);
    links = List.copyOf(links);
  }

  /**
   * Connections of clients.
   *
   * @param frontend the listener's ARN
   * @param host the loopback address at which they were accepted
   * @param opened how many were made
   * @param active how many were open at any moment of this time
   * @param rejected how many were turned away, since as many were connected as may be
   * @param tlsFailures how many came to nothing because TLS was not agreed on
   * @param bytes that passed in either direction, without what TLS adds
   */
  public record Clients(
      String frontend,
      String host,
      long opened,
      long active,
      long rejected,
      long tlsFailures,
      long bytes) {}

  /**
   * Requests that were answered.
   *
   * @param pool the target group's ARN; empty when no target was chosen
   * @param target {@code host:port}; empty when none was chosen
   * @param byTarget whether the target answered, or the load balancer in its place
   * @param statuses how many answers had each status; 460 stands for a client that went away
   * @param micros how many answers began after so many microseconds of wall time, to one percent;
   *     empty where the load balancer answered
   */
  public record Answers(
      String frontend,
      String host,
      String pool,
      String target,
      boolean byTarget,
      SortedMap<Integer, Long> statuses,
      SortedMap<Long, Long> micros) {

    /** How many requests these are. */
    public long count() {
      return statuses.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Connections to a target.
   *
   * @param opened how many were made
   * @param active how many were open at any moment of this time
   * @param failed how many could not be made
   */
  public record Links(String pool, String target, long opened, long active, long failed) {}

  /** The sum of {@code parts}. */
  static Carried all(List<Carried> parts) {
    return new Carried(
        parts.stream().flatMap(part -> part.clients().stream()).toList(),
        parts.stream().flatMap(part -> part.answers().stream()).toList(),
        parts.stream().flatMap(part -> part.links().stream()).toList());
  }
}
