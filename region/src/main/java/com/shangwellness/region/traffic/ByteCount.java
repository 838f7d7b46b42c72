package com.shangwellness.region.traffic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Counts what passes between one client and the load balancer, in both directions. */
@SuppressWarnings("FutureReturnValueIgnored") // of a write: the promise is its writer's
final class ByteCount extends ChannelDuplexHandler {

  private final TrafficMeter.Door door;
  private final TrafficMeter meter;

  ByteCount(TrafficMeter.Door door, TrafficMeter meter) {
    this.door = door;
    this.meter = meter;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    count(message);
    ctx.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    count(message);
    ctx.write(message, promise);
  }

  private void count(Object message) {
    if (message instanceof ByteBuf bytes && bytes.isReadable()) {
      meter.passed(door, bytes.readableBytes());
    }
  }
}
