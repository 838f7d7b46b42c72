package com.shangwellness.region.database;

/**
 * What a database server tells. Each is an action of the timeline; each may come late or more than
 * once.
 */
public interface DatabaseEvents {

  /** It accepts connections. */
  void available();

  /** It could not do what it was told to, or ended by itself. */
  void failed(String reason);

  /** It has been stopped. */
  void stopped();

  /** Its data are gone, or are kept as a snapshot. */
  void deleted();
}
