package com.shangwellness.region.traffic;

class NettyTrafficTest extends TrafficPlaneContract {

  @Override
  World world() {
    return new RealWorld();
  }
}
