package com.shangwellness.region.database;

/**
 * What a database server tells. Each is an action of the timeline; each may come late or more than
 * once.
 */
public interface DatabaseEvents {

  /** It accepts connections. */
  void available();

  /** It could not be started, or ended by itself. */
  void failed(String reason);

  /** It has been stopped. */
  void stopped();
}
