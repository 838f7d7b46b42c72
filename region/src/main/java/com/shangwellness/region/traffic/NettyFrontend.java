package com.shangwellness.region.traffic;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** One listener's sockets. Changed by one thread; its rules are read by all. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write or close that fails shows as channelInactive
final class NettyFrontend {

  // ALB: 16 KB for the request line, 64 KB for all headers ("Quotas for your ALBs").
  private static final HttpDecoderConfig LIMITS =
      new HttpDecoderConfig().setMaxInitialLineLength(16_384).setMaxHeaderSize(65_536);

  private final EventLoopGroup loops;
  private final Backstage backstage;
  private final Map<Address, Channel> sockets = new LinkedHashMap<>();
  private final ChannelGroup clients = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
  private volatile Optional<Router> router = Optional.empty();
  private volatile Optional<SslContext> tls = Optional.empty();
  private Optional<Frontend.Certificate> certificate = Optional.empty();

  NettyFrontend(EventLoopGroup loops, Backstage backstage) {
    this.loops = loops;
    this.backstage = backstage;
  }

  /** The rules as they are now. */
  Router router() {
    return router.orElseThrow();
  }

  /** Becomes what {@code frontend} says; never fails, the answer says what was refused. */
  CompletableFuture<Serving> serve(Frontend frontend) {
    try {
      secure(frontend);
    } catch (SSLException | IllegalArgumentException e) {
      return CompletableFuture.completedFuture(unusable(frontend, e));
    }
    router = Optional.of(new Router(frontend));
    return closeAllBut(frontend.addresses())
        .thenCompose(
            closed -> {
              var bindings = frontend.addresses().stream().map(this::bind).toList();
              return CompletableFuture.allOf(bindings.toArray(CompletableFuture[]::new))
                  .thenApply(done -> serving(frontend, bindings));
            });
  }

  private void secure(Frontend frontend) throws SSLException {
    if (frontend.certificate().equals(certificate)) {
      return;
    }
    if (frontend.certificate().isPresent()) {
      var pem = frontend.certificate().get();
      tls =
          Optional.of(
              SslContextBuilder.forServer(pem.chain().toFile(), pem.key().toFile())
                  .sslProvider(SslProvider.JDK)
                  .protocols("TLSv1.3", "TLSv1.2")
                  .build());
    } else {
      tls = Optional.empty();
    }
    certificate = frontend.certificate();
  }

  private static Serving unusable(Frontend frontend, Exception cause) {
    var why = "its certificate cannot be used: " + cause.getMessage();
    return new Serving(
        frontend.id(),
        List.of(),
        frontend.addresses().stream().map(a -> new Serving.Refusal(a, a + ": " + why)).toList());
  }

  // Done when the addresses are free again, so that they can be bound anew.
  private CompletableFuture<Void> closeAllBut(List<Address> wanted) {
    var closing = new ArrayList<CompletableFuture<Void>>();
    synchronized (sockets) {
      for (var address : List.copyOf(sockets.keySet())) {
        if (!wanted.contains(address)) {
          closing.add(close(sockets.remove(address)));
        }
      }
    }
    return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
  }

  // A closed socket gives its address back when its loop selects the next time (the JDK closes the
  // descriptor once the key is deregistered), which is before a task of later on.
  private static CompletableFuture<Void> close(Channel socket) {
    var closed = new CompletableFuture<Void>();
    Runnable free = () -> closed.complete(null);
    socket
        .close()
        .addListener(
            done -> {
              if (socket.eventLoop().isShuttingDown()) {
                free.run();
              } else {
                socket.eventLoop().schedule(free, 1, TimeUnit.MILLISECONDS);
              }
            });
    return closed;
  }

  private record Binding(Address bound, Optional<Serving.Refusal> refusal) {}

  private static Serving serving(Frontend frontend, List<CompletableFuture<Binding>> bindings) {
    var bound = new ArrayList<Address>();
    var refused = new ArrayList<Serving.Refusal>();
    for (var binding : bindings) {
      var one = binding.resultNow();
      one.refusal().ifPresentOrElse(refused::add, () -> bound.add(one.bound()));
    }
    return new Serving(frontend.id(), bound, refused);
  }

  private CompletableFuture<Binding> bind(Address address) {
    synchronized (sockets) {
      var open = sockets.get(address);
      if (open != null && open.isActive()) {
        return CompletableFuture.completedFuture(new Binding(local(open), Optional.empty()));
      }
    }
    var answer = new CompletableFuture<Binding>();
    var binding = bootstrap().bind(address.host(), address.port());
    binding.addListener(
        done -> {
          if (done.isSuccess()) {
            synchronized (sockets) {
              sockets.put(local(binding.channel()), binding.channel());
            }
            answer.complete(new Binding(local(binding.channel()), Optional.empty()));
          } else {
            answer.complete(new Binding(address, Optional.of(refusal(address, done.cause()))));
          }
        });
    return answer;
  }

  private static Address local(Channel channel) {
    var socket = (InetSocketAddress) channel.localAddress();
    return new Address(socket.getAddress().getHostAddress(), socket.getPort());
  }

  private static Serving.Refusal refusal(Address address, Throwable cause) {
    var message = String.valueOf(cause.getMessage());
    var why =
        message.contains("in use")
            ? " is in use by another program"
            : message.contains("Permission denied")
                ? " may not be bound by this user (ports below 1024 need a privilege)"
                : " cannot be bound: " + message;
    return new Serving.Refusal(address, address + why);
  }

  private ServerBootstrap bootstrap() {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 1024)
        .childOption(ChannelOption.TCP_NODELAY, true)
        // Read on demand: what cannot be passed on is not read (back-pressure).
        .childOption(ChannelOption.AUTO_READ, false)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel client) {
                accept(client);
              }
            });
  }

  private void accept(Channel client) {
    var served = router().frontend();
    var door = new TrafficMeter.Door(served.id(), local(client).host());
    var meter = backstage.meter(client.eventLoop());
    if (!backstage.enter()) {
      meter.rejected(door);
      client.close();
      return;
    }
    clients.add(client);
    meter.opened(door);
    client
        .closeFuture()
        .addListener(
            end -> {
              backstage.leave();
              meter.closed(door);
            });
    long idle = served.idle().toMillis();
    var pipeline = client.pipeline();
    tls.ifPresent(context -> pipeline.addLast(context.newHandler(client.alloc())));
    // A meter that counts nothing is what a benchmark compares with: nothing is done for it.
    if (meter != TrafficMeter.NONE) {
      pipeline.addLast(new ByteCount(door, meter));
    }
    pipeline
        .addLast(new IdleStateHandler(0, 0, idle, TimeUnit.MILLISECONDS))
        .addLast(new HttpServerCodec(LIMITS))
        .addLast(new FlowControlHandler())
        .addLast(new ClientConnection(this, backstage, door, meter));
  }

  /** Closes its clients' connections and its sockets; done when the addresses are free again. */
  CompletableFuture<Void> close() {
    clients.close();
    return closeAllBut(List.of());
  }
}
