package com.shangwellness.region.simulation;

/** 2: production weights always add up to 100 %. */
final class WeightsAddUp implements Law {

  @Override
  public void check(Look look) {
    var production = look.view().production();
    if (production.isServed() && production.sum() != 100) {
      throw new Broken("2", "production's weights are " + production.byGroup());
    }
    var test = look.view().test();
    if (test.isServed() && test.sum() != 100) {
      throw new Broken("2", "the test listener's weights are " + test.byGroup());
    }
  }
}
