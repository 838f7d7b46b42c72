package com.shangwellness.region.traffic;

/** The meter that counts nothing: what a benchmark compares with. */
final class Uncounted implements TrafficMeter {

  @Override
  public void opened(Door door) {}

  @Override
  public void closed(Door door) {}

  @Override
  public void rejected(Door door) {}

  @Override
  public void passed(Door door, int bytes) {}

  @Override
  public void tlsFailed(Door door) {}

  @Override
  public void answered(Door door, Wire wire, int status, long nanos) {}

  @Override
  public void answeredHere(Door door, Wire wire, int status) {}

  @Override
  public void connected(Wire wire) {}

  @Override
  public void disconnected(Wire wire) {}

  @Override
  public void unreachable(Wire wire) {}
}
