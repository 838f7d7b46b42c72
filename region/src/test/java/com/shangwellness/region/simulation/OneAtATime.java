package com.shangwellness.region.simulation;

/** 9: at most one active deployment per group. */
final class OneAtATime implements Law {

  @Override
  public void check(Look look) {
    var active = look.releases().active();
    if (active.size() > 1) {
      throw new Broken("9", "active at once: " + active.stream().map(Release::id).toList());
    }
  }
}
