package com.shangwellness.region.traffic;

import java.util.List;

/**
 * Where a frontend is served.
 *
 * @param bound with the ports that the machine chose, where it was to
 */
public record Serving(String frontend, List<Address> bound, List<Refusal> refused) {

  /** Copies the lists. */
  public Serving {
    bound = List.copyOf(bound);
    refused = List.copyOf(refused);
  }

  /**
   * An address that could not be bound.
   *
   * @param why for people, naming the address: {@code 127.0.0.1:8080 is in use by another program}
   */
  public record Refusal(Address address, String why) {}
}
