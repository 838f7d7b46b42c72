package com.shangwellness.region.traffic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;

/** One direction of a connection that has left HTTP (a WebSocket): bytes pass as they come. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write or close that fails shows as channelInactive
final class Tunnel extends ChannelInboundHandlerAdapter {

  private final Channel peer;
  private final Runnable ended;

  private Tunnel(Channel peer, Runnable ended) {
    this.peer = peer;
    this.ended = ended;
  }

  /** Joins both ends; {@code ended} is run once, when the client's end is closed. */
  static void join(Channel client, Channel target, Runnable ended) {
    target.pipeline().replace(TargetConnection.class, "tunnel", new Tunnel(client, () -> {}));
    target.pipeline().remove(HttpClientCodec.class);
    client.pipeline().replace(ClientConnection.class, "tunnel", new Tunnel(target, ended));
    client.pipeline().remove(HttpServerCodec.class);
    client.pipeline().remove(FlowControlHandler.class);
    target.config().setAutoRead(client.isWritable());
    client.config().setAutoRead(target.isWritable());
    client.flush();
    target.flush();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes) {
      peer.write(bytes, peer.voidPromise());
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    peer.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    peer.config().setAutoRead(ctx.channel().isWritable());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    ended.run();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent) {
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // Either end may break off at any time; channelInactive tells the other.
    ctx.close();
  }
}
