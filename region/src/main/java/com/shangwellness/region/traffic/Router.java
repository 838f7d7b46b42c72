package com.shangwellness.region.traffic;

import java.util.List;
import java.util.Locale;

/** A frontend's rules, ready to decide. Safe for use by several threads. */
final class Router {

  /** What was decided for one request. */
  sealed interface Decision {

    /** To a target of this pool; an empty name when all weights are 0. */
    record ToPool(String pool) implements Decision {}

    /** Answered here. */
    record Fixed(int status, String contentType, String body) implements Decision {}

    /** Sent elsewhere. */
    record Elsewhere(int status, String location) implements Decision {}
  }

  private interface Way {
    Decision decide(RequestFacts request);
  }

  private record Fork(List<Condition> conditions, Way way) {
    boolean takes(RequestFacts request) {
      for (var condition : conditions) {
        if (!condition.holds(request)) {
          return false;
        }
      }
      return true;
    }
  }

  private final Frontend frontend;
  private final List<Fork> forks;
  private final Way otherwise;

  Router(Frontend frontend) {
    this.frontend = frontend;
    this.forks =
        frontend.routes().stream().map(r -> new Fork(r.conditions(), way(r.action()))).toList();
    this.otherwise = way(frontend.otherwise());
  }

  Frontend frontend() {
    return frontend;
  }

  Decision decide(RequestFacts request) {
    for (var fork : forks) {
      if (fork.takes(request)) {
        return fork.way().decide(request);
      }
    }
    return otherwise.decide(request);
  }

  private Way way(Action action) {
    return switch (action) {
      case Action.Forward forward -> weighted(forward);
      case Action.FixedResponse fixed -> {
        var decision = new Decision.Fixed(fixed.status(), fixed.contentType(), fixed.body());
        yield request -> decision;
      }
      case Action.Redirect redirect ->
          request -> new Decision.Elsewhere(redirect.status(), location(redirect, request));
    };
  }

  private static Way weighted(Action.Forward forward) {
    var decisions =
        forward.shares().stream().map(share -> new Decision.ToPool(share.pool())).toList();
    var turns = new Turns(forward.shares());
    var nowhere = new Decision.ToPool("");
    return request -> {
      int turn = turns.next();
      return turn < 0 ? nowhere : decisions.get(turn);
    };
  }

  private String location(Action.Redirect redirect, RequestFacts request) {
    var protocol = filled(redirect.protocol(), request).toLowerCase(Locale.ROOT);
    var port = filled(redirect.port(), request);
    var query = filled(redirect.query(), request);
    // ALB writes the port always, a usual one as well.
    return protocol
        + "://"
        + filled(redirect.host(), request)
        + ":"
        + port
        + filled(redirect.path(), request)
        + (query.isEmpty() ? "" : "?" + query);
  }

  private String filled(String part, RequestFacts request) {
    if (!part.contains("#{")) {
      return part;
    }
    return part.replace("#{protocol}", frontend.protocol())
        .replace("#{port}", String.valueOf(frontend.port()))
        .replace("#{host}", request.host())
        .replace("#{path}", request.path().substring(Math.min(1, request.path().length())))
        .replace("#{query}", request.rawQuery());
  }
}
