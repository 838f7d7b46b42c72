package com.shangwellness.region.traffic;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * One client's connection: takes requests one at a time and has each answered. Messages come singly
 * and only when asked for, so a request that was sent early waits in the socket. On its event
 * loop's thread only.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write or close that fails shows as channelInactive
final class ClientConnection extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = System.getLogger(ClientConnection.class.getName());

  private final NettyFrontend frontend;
  private final Backstage backstage;
  private final TrafficMeter.Door door;
  private final TrafficMeter meter;
  private Optional<ChannelHandlerContext> context = Optional.empty();
  private Optional<Exchange> exchange = Optional.empty();
  private Optional<HttpRequest> early = Optional.empty();
  private String address = "";
  private boolean wanting;

  // Of the request that is being answered.
  private boolean busy;
  private boolean received;
  private boolean answered;
  private boolean keepAlive;
  private boolean http10;

  ClientConnection(
      NettyFrontend frontend, Backstage backstage, TrafficMeter.Door door, TrafficMeter meter) {
    this.frontend = frontend;
    this.backstage = backstage;
    this.door = door;
    this.meter = meter;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = Optional.of(ctx);
    address = ((InetSocketAddress) ctx.channel().remoteAddress()).getAddress().getHostAddress();
    read();
  }

  Channel channel() {
    return context.orElseThrow().channel();
  }

  EventLoop loop() {
    return channel().eventLoop();
  }

  String address() {
    return address;
  }

  boolean isHttp10() {
    return http10;
  }

  boolean keepAlive() {
    return keepAlive;
  }

  /** The answer ends where the connection does. */
  void endByClosing() {
    keepAlive = false;
  }

  boolean isWritable() {
    return channel().isWritable();
  }

  /** Asks for the next part of the request, or for what comes after it. */
  void read() {
    if (!wanting) {
      wanting = true;
      context.orElseThrow().read();
    }
  }

  void write(Object message) {
    context.orElseThrow().write(message, channel().voidPromise());
  }

  void flush() {
    context.orElseThrow().flush();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    wanting = false;
    switch (message) {
      case HttpRequest request when busy -> early = Optional.of(request);
      case HttpRequest request -> begin(request);
      case HttpContent content -> goOn(content);
      default -> ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    // What was read from the socket was less than a message: there has to be more.
    if (wanting) {
      ctx.read();
    }
  }

  private void begin(HttpRequest request) {
    busy = true;
    received = false;
    answered = false;
    http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    keepAlive = HttpUtil.isKeepAlive(request);
    var refusal = RequestCheck.refusal(request);
    if (refusal.isPresent()) {
      refuse(refusal.get());
      return;
    }
    continueIfExpected(request);
    var router = frontend.router();
    switch (router.decide(new NettyRequestFacts(request, address))) {
      case Router.Decision.ToPool to -> forward(request, router.frontend(), to.pool());
      case Router.Decision.Fixed fixed ->
          answerHere(
              Pages.fixed(fixed.status(), fixed.contentType(), fixed.body()),
              TrafficMeter.Wire.NONE);
      case Router.Decision.Elsewhere elsewhere ->
          answerHere(
              Pages.redirect(elsewhere.status(), elsewhere.location()), TrafficMeter.Wire.NONE);
    }
  }

  private void forward(HttpRequest request, Frontend served, String pool) {
    var target = backstage.choose(pool);
    if (target.isEmpty()) {
      answerHere(Pages.error(HttpResponseStatus.SERVICE_UNAVAILABLE), TrafficMeter.Wire.NONE);
      return;
    }
    var next = new Exchange(this, request, served, target.get(), backstage);
    exchange = Optional.of(next);
    next.start();
  }

  // ALB answers the expectation itself, at once, and does not pass it on (ALB guide, "HTTP
  // headers").
  private void continueIfExpected(HttpRequest request) {
    if (HttpUtil.is100ContinueExpected(request)) {
      request.headers().remove(HttpHeaderNames.EXPECT);
      if (!request.method().equals(HttpMethod.HEAD)) {
        write(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        flush();
      }
    }
  }

  private void goOn(HttpContent content) {
    received = content instanceof LastHttpContent;
    if (content.decoderResult().isFailure()) {
      content.release();
      malformed();
    } else if (exchange.isPresent()) {
      exchange.get().requestGoesOn(content, received);
    } else {
      content.release();
      if (received && answered) {
        next();
      } else {
        read();
      }
    }
  }

  private void malformed() {
    if (answered) {
      channel().close();
      return;
    }
    boolean begun = exchange.map(Exchange::abort).orElse(false);
    exchange = Optional.empty();
    if (begun) {
      channel().close();
    } else {
      refuse(HttpResponseStatus.BAD_REQUEST);
    }
  }

  /**
   * Answers in place of a target. The rest of the request is still taken, and thrown away.
   *
   * @param chosen the target that was to answer
   */
  void answerHere(FullHttpResponse page, TrafficMeter.Wire chosen) {
    exchange = Optional.empty();
    meter.answeredHere(door, chosen, page.status().code());
    answered(page);
  }

  /** Counts an answer of a target, which began after {@code nanos}. */
  void count(TrafficMeter.Wire target, int status, long nanos) {
    meter.answered(door, target, status, nanos);
  }

  private void answered(FullHttpResponse page) {
    page.headers()
        .set(
            HttpHeaderNames.CONNECTION,
            keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    Pages.date(page.headers(), backstage.clock());
    write(page);
    answerIsWritten();
  }

  /** Refuses what cannot be trusted: answers and hangs up, reading no further. */
  private void refuse(HttpResponseStatus status) {
    keepAlive = false;
    received = true;
    answerHere(Pages.error(status), TrafficMeter.Wire.NONE);
  }

  /** The answer is written to its end; goes on to the next request when this one is all here. */
  void answerIsWritten() {
    exchange = Optional.empty();
    answered = true;
    flush();
    if (received) {
      next();
    } else {
      read();
    }
  }

  private void next() {
    busy = false;
    if (!keepAlive) {
      hangUp();
    } else if (early.isPresent()) {
      var request = early.get();
      early = Optional.empty();
      begin(request);
    } else {
      read();
    }
  }

  /** Closes the connection at once. */
  void close() {
    channel().close();
  }

  /** Closes the connection once what was written is out. */
  void hangUp() {
    channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      exchange.ifPresent(Exchange::clientCanTakeMore);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    switch (event) {
      case IdleStateEvent silence -> idle();
      case SslHandshakeCompletionEvent tls when !tls.isSuccess() -> meter.tlsFailed(door);
      default -> ctx.fireUserEventTriggered(event);
    }
  }

  private void idle() {
    if (!busy || answered || exchange.map(Exchange::answerHasBegun).orElse(false)) {
      channel().close();
      return;
    }
    // ALB: 408 when the client did not send its data in time, 504 when the target did not answer.
    keepAlive = false;
    var status = received ? HttpResponseStatus.GATEWAY_TIMEOUT : HttpResponseStatus.REQUEST_TIMEOUT;
    var chosen = exchange.map(Exchange::wire).orElse(TrafficMeter.Wire.NONE);
    exchange.ifPresent(Exchange::abort);
    received = true;
    answerHere(Pages.error(status), chosen);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    exchange.ifPresent(
        open -> {
          if (!open.abort()) {
            // ALB logs 460 for a client that went away before its answer began.
            meter.answeredHere(door, open.wire(), 460);
          }
        });
    exchange = Optional.empty();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.log(Level.DEBUG, () -> "client " + address + ": " + cause);
    ctx.close();
  }
}
