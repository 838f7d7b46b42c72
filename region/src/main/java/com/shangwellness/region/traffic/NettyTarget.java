package com.shangwellness.region.traffic;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One target and the connections to it. Idle connections are kept for each event loop by itself, so
 * that an exchange stays on one thread.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write or close that fails shows as channelInactive
final class NettyTarget implements LivePool.Member {

  // ALB: "the load balancer failed to establish a connection to the target before the connection
  // timeout expired (10 seconds)" (HTTP 504).
  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
  private static final int IDLE_PER_LOOP = 256;

  private final Address address;
  private final TrafficMeter.Wire wire;
  private final InetSocketAddress socket;
  private final Backstage backstage;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Map<EventLoop, ArrayDeque<TargetConnection>> idle = new ConcurrentHashMap<>();
  private final ChannelGroup connections =
      new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

  NettyTarget(String pool, Address address, Backstage backstage) {
    this.address = address;
    this.wire = new TrafficMeter.Wire(pool, address.toString());
    this.backstage = backstage;
    this.socket = new InetSocketAddress(address.host(), address.port());
  }

  @Override
  public Address address() {
    return address;
  }

  /** {@code host:port}. */
  String name() {
    return wire.target();
  }

  /** What it is called by those who count. */
  TrafficMeter.Wire wire() {
    return wire;
  }

  @Override
  public int inFlight() {
    return inFlight.get();
  }

  void enter() {
    inFlight.incrementAndGet();
  }

  void leave() {
    inFlight.decrementAndGet();
  }

  /** An open connection that nobody uses, on this loop. */
  Optional<TargetConnection> idle(EventLoop loop) {
    var waiting = idle.get(loop);
    if (waiting == null) {
      return Optional.empty();
    }
    // The one used last is the least likely to have been closed at the other end.
    for (var one = waiting.pollLast(); one != null; one = waiting.pollLast()) {
      if (one.isOpen()) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** Takes a connection back that is ready for the next request. */
  void giveBack(EventLoop loop, TargetConnection connection) {
    var waiting = idle.computeIfAbsent(loop, l -> new ArrayDeque<>());
    if (waiting.size() < IDLE_PER_LOOP) {
      waiting.addLast(connection);
      connection.read();
    } else {
      connection.close();
    }
  }

  void forget(EventLoop loop, TargetConnection connection) {
    var waiting = idle.get(loop);
    if (waiting != null) {
      waiting.remove(connection);
    }
  }

  /** Opens a connection for {@code exchange}, and tells it. */
  void connect(EventLoop loop, Exchange exchange) {
    var connection = new TargetConnection(this);
    var meter = backstage.meter(loop);
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                connections.add(channel);
                channel.pipeline().addLast(new HttpClientCodec(), connection);
              }
            })
        .connect(socket)
        .addListener(
            done -> {
              if (done.isSuccess()) {
                meter.connected(wire);
                connection.channel().closeFuture().addListener(end -> meter.disconnected(wire));
                exchange.connected(connection);
              } else {
                meter.unreachable(wire);
                exchange.notConnected(done.cause());
              }
            });
  }

  /** Closes all its connections, those in use as well. */
  void close() {

    connections.close();
  }
}
