package com.shangwellness.region.traffic;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** One connection to a target: carries one exchange at a time. On its event loop's thread only. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write or close that fails shows as channelInactive
final class TargetConnection extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = System.getLogger(TargetConnection.class.getName());

  private final NettyTarget target;
  private Optional<ChannelHandlerContext> context = Optional.empty();
  private Optional<Exchange> exchange = Optional.empty();

  TargetConnection(NettyTarget target) {
    this.target = target;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = Optional.of(ctx);
  }

  Channel channel() {
    return context.orElseThrow().channel();
  }

  boolean isOpen() {
    return channel().isActive();
  }

  boolean isWritable() {
    return channel().isWritable();
  }

  void carry(Exchange next) {
    exchange = Optional.of(next);
  }

  /** Lets go of the exchange that it carried; what still comes is not for anybody. */
  void release() {
    exchange = Optional.empty();
  }

  void write(Object message) {
    channel().write(message, channel().voidPromise());
  }

  void flush() {
    channel().flush();
  }

  /**
   * Sends a message that fits into one write, and tells whether it went out. When it did not,
   * nothing of it did: on a connection that was idle the machine takes all of it or refuses.
   */
  void offer(Object message, Runnable out, Runnable notOut) {
    channel().writeAndFlush(message).addListener(done -> (done.isSuccess() ? out : notOut).run());
  }

  void read() {
    channel().read();
  }

  void close() {
    channel().close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (exchange.isEmpty()) {
      // Nobody asked: what it says could only be taken for the answer to the next request.
      ReferenceCountUtil.release(message);
      ctx.close();
      return;
    }
    switch (message) {
      case HttpResponse head -> exchange.get().answerBegins(head);
      case HttpContent body -> exchange.get().answerGoesOn(body);
      default -> ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    exchange.ifPresent(Exchange::answerPauses);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      exchange.ifPresent(Exchange::targetCanTakeMore);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    target.forget(ctx.channel().eventLoop(), this);
    var carried = exchange;
    exchange = Optional.empty();
    carried.ifPresent(Exchange::targetGone);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.log(Level.DEBUG, () -> "target " + target.name() + ": " + cause);
    ctx.close();
  }
}
