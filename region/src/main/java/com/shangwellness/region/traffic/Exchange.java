package com.shangwellness.region.traffic;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Optional;

/**
 * One request on its way to a target and the answer on its way back, both as they come: a side is
 * read only when the other can take it. On its event loop's thread only.
 */
final class Exchange {

  private final ClientConnection client;
  private final HttpRequest request;
  private final NettyTarget target;
  private final Backstage backstage;
  private final boolean repeatable;
  private final boolean hasBody;
  private final boolean upgrade;
  private final boolean head;

  private Optional<TargetConnection> connection = Optional.empty();
  private boolean reused;
  private boolean unsent;
  private boolean sent;
  private boolean begun;
  private boolean reusable;
  private boolean over;
  private int status;
  private long sentAt;
  private long waited;

  Exchange(
      ClientConnection client,
      HttpRequest request,
      Frontend frontend,
      NettyTarget target,
      Backstage backstage) {
    this.client = client;
    this.request = request;
    this.target = target;
    this.backstage = backstage;
    this.repeatable = Forwarding.isRepeatable(request);
    this.hasBody = Forwarding.hasBody(request);
    this.upgrade = Forwarding.wantsUpgrade(request);
    this.head = request.method().name().equals("HEAD");
    Forwarding.toTarget(request, frontend, client.address(), upgrade, backstage.clock());
  }

  /** The target that was chosen. */
  TrafficMeter.Wire wire() {
    return target.wire();
  }

  boolean answerHasBegun() {
    return begun;
  }

  void start() {
    target.enter();
    var idle = target.idle(client.loop());
    if (idle.isPresent()) {
      reused = true;
      use(idle.get());
    } else {
      target.connect(client.loop(), this);
    }
  }

  void connected(TargetConnection fresh) {
    if (over) {
      fresh.close();
    } else {
      reused = false;
      use(fresh);
    }
  }

  void notConnected(Throwable cause) {
    if (!over) {
      fail(
          cause instanceof ConnectTimeoutException
              ? HttpResponseStatus.GATEWAY_TIMEOUT
              : HttpResponseStatus.BAD_GATEWAY);
    }
  }

  private void use(TargetConnection chosen) {
    connection = Optional.of(chosen);
    chosen.carry(this);
    sentAt = backstage.clock().nanoTime();
    if (sent) {
      // A repeated request: it has no body, only its end.
      chosen.write(request);
      chosen.write(LastHttpContent.EMPTY_LAST_CONTENT);
      chosen.flush();
    } else if (reused && !repeatable) {
      // What the target may have closed meanwhile gets the head alone first: while not even that
      // went out, nobody has received anything, and it can go elsewhere with its body.
      chosen.offer(request, this::headIsOut, this::headIsNotOut);
    } else {
      chosen.write(request);
      // Its body is asked for only now that there is somewhere to put it. A head that is followed
      // by nothing goes out together with that nothing.
      if (hasBody) {
        chosen.flush();
      }
      client.read();
    }
    chosen.read();
  }

  private void headIsOut() {
    if (!over) {
      client.read();
    }
  }

  private void headIsNotOut() {
    unsent = true;
  }

  void requestGoesOn(HttpContent content, boolean last) {
    sent = last;
    if (connection.isEmpty()) {
      // Between a stale connection and its successor; only the end of an empty body can come here.
      content.release();
      return;
    }
    var to = connection.get();
    if (last) {
      sentAt = backstage.clock().nanoTime();
    }
    to.write(content);
    to.flush();
    // After the end: to see the client go away.
    if (last || to.isWritable()) {
      client.read();
    }
  }

  void targetCanTakeMore() {
    if (!sent) {
      client.read();
    }
  }

  void answerBegins(HttpResponse response) {
    if (response.decoderResult().isFailure()) {
      fail(HttpResponseStatus.BAD_GATEWAY);
      return;
    }
    if (response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code() && upgrade) {
      switchProtocols(response);
      return;
    }
    if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      return;
    }
    begun = true;
    waited = backstage.clock().nanoTime() - sentAt;
    status = response.status().code();
    reusable = Forwarding.keepsAlive(response);
    Forwarding.toClient(response, client, head);
    client.write(response);
  }

  void answerGoesOn(HttpContent content) {
    if (!begun) {
      // The empty end of a 1xx.
      content.release();
      return;
    }
    if (content.decoderResult().isFailure()) {
      content.release();
      breakOff();
      return;
    }
    boolean last = content instanceof LastHttpContent;
    client.write(content);
    if (last) {
      finish();
    }
  }

  void answerPauses() {
    if (begun) {
      client.flush();
    }
    if (!over && client.isWritable()) {
      connection.ifPresent(TargetConnection::read);
    }
  }

  void clientCanTakeMore() {
    connection.ifPresent(TargetConnection::read);
  }

  private void finish() {
    var from = connection.orElseThrow();
    end();
    from.release();
    // A target that answered before it had the whole request cannot be trusted to read the rest.
    if (sent && reusable && from.isOpen()) {
      target.giveBack(client.loop(), from);
    } else {
      from.close();
    }
    client.count(target.wire(), status, waited);
    client.answerIsWritten();
  }

  void targetGone() {
    connection = Optional.empty();
    if (begun) {
      breakOff();
    } else if (reused && (repeatable || unsent)) {
      // A kept connection that the target had closed meanwhile. The request is idempotent and has
      // no body, so sending it once more can do no harm; or nothing of it was sent. Never a POST
      // that may have been received.
      unsent = false;
      target.connect(client.loop(), this);
    } else {
      fail(HttpResponseStatus.BAD_GATEWAY);
    }
  }

  private void fail(HttpResponseStatus answer) {
    abort();
    client.answerHere(Pages.error(answer), target.wire());
  }

  // The answer cannot be finished: the client must see that it is cut off.
  private void breakOff() {
    abort();
    client.count(target.wire(), status, waited);
    client.close();
  }

  /**
   * Ends it without an answer.
   *
   * @return whether the client has been sent a part of the answer
   */
  boolean abort() {
    if (!over) {
      end();
      connection.ifPresent(
          open -> {
            open.release();
            open.close();
          });
      connection = Optional.empty();
    }
    return begun;
  }

  private void end() {
    over = true;
    target.leave();
  }

  private void switchProtocols(HttpResponse response) {
    begun = true;
    status = response.status().code();
    waited = backstage.clock().nanoTime() - sentAt;
    client.count(target.wire(), status, waited);
    var from = connection.orElseThrow();
    from.release();
    client.write(response);
    client.flush();
    Tunnel.join(client.channel(), from.channel(), this::end);
  }
}
