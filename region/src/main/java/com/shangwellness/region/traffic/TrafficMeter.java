package com.shangwellness.region.traffic;

/**
 * Counts what one event loop carries; the source of a load balancer's metrics. Called on that
 * loop's thread alone, for every request, so it must be quick, must not block and must not throw.
 */
interface TrafficMeter {

  /**
   * By which way clients come in.
   *
   * @param frontend the listener's ARN
   * @param host the loopback address at which they were accepted
   */
  record Door(String frontend, String host) {}

  /**
   * A target of a pool.
   *
   * @param pool the target group's ARN; empty where no target was chosen
   * @param target {@code host:port}
   */
  record Wire(String pool, String target) {

    /** Of a request for which no target was chosen. */
    static final Wire NONE = new Wire("", "");
  }

  /** Counts nothing. */
  TrafficMeter NONE = new Uncounted();

  /** A client has connected. */
  void opened(Door door);

  /** A client's connection is closed. */
  void closed(Door door);

  /** A client was turned away, since as many are connected as may be. */
  void rejected(Door door);

  /**
   * Bytes have passed between a client and the load balancer, whichever way.
   *
   * @param bytes at least 1; without what TLS adds
   */
  void passed(Door door, int bytes);

  /** A client could not agree with the load balancer on TLS. */
  void tlsFailed(Door door);

  /**
   * A target has answered.
   *
   * @param status of the answer
   * @param nanos wall time from when the request was sent until the answer began
   */
  void answered(Door door, Wire wire, int status, long nanos);

  /**
   * The load balancer has answered itself.
   *
   * @param wire the target that was chosen before; {@link Wire#NONE} when none was
   * @param status of the answer; 460 when the client went away before it
   */
  void answeredHere(Door door, Wire wire, int status);

  /** The load balancer has connected to a target. */
  void connected(Wire wire);

  /** A connection to a target is closed. */
  void disconnected(Wire wire);

  /** A target could not be connected to. */
  void unreachable(Wire wire);
}
