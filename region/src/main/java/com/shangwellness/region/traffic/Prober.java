package com.shangwellness.region.traffic;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks targets whether they are well, each time on a connection of its own, as ALB does. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write or close that fails shows as channelInactive
final class Prober {

  private final EventLoopGroup loops;

  Prober(EventLoopGroup loops) {
    this.loops = loops;
  }

  /** Asks once; the answer never fails and comes within the probe's time-out. */
  CompletableFuture<ProbeResult> ask(Probe probe) {
    var result = new CompletableFuture<ProbeResult>();
    var loop = loops.next();
    var connecting =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(probe.timeout().toMillis()))
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new HttpClientCodec(), new Ear(result));
                  }
                })
            .connect(probe.address().host(), probe.address().port());
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            connecting.channel().writeAndFlush(request(probe));
          } else if (!(done.cause() instanceof io.netty.channel.ConnectTimeoutException)) {
            result.complete(new ProbeResult.Failed(String.valueOf(done.cause().getMessage())));
          }
        });
    var bell =
        loop.schedule(
            () -> result.complete(new ProbeResult.TimedOut()),
            probe.timeout().toMillis(),
            TimeUnit.MILLISECONDS);
    return result.whenComplete(
        (answer, none) -> {
          bell.cancel(false);
          connecting.channel().close();
        });
  }

  private static FullHttpRequest request(Probe probe) {
    var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, probe.path());
    request
        .headers()
        .set(HttpHeaderNames.HOST, probe.address().toString())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
        .set(HttpHeaderNames.USER_AGENT, "ELB-HealthChecker/2.0")
        .set(HttpHeaderNames.ACCEPT_ENCODING, "gzip, compressed");
    return request;
  }

  /** Listens for the status line. */
  private static final class Ear extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<ProbeResult> result;

    Ear(CompletableFuture<ProbeResult> result) {
      this.result = result;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof HttpResponse response) {
        if (response.decoderResult().isFailure()) {
          result.complete(new ProbeResult.Failed("the answer is not HTTP"));
        } else if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
          result.complete(new ProbeResult.Answered(response.status().code()));
        }
      }
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      result.complete(new ProbeResult.Failed("the connection was closed without an answer"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      result.complete(new ProbeResult.Failed(String.valueOf(cause.getMessage())));
    }
  }
}
