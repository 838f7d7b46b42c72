package com.shangwellness.region.traffic;

import java.util.List;
import java.util.Optional;

/**
 * What must hold of a request. One value that fits is enough. Patterns know {@code *} (any
 * characters) and {@code ?} (one character).
 */
public sealed interface Condition {

  /** Whether it holds. */
  boolean holds(RequestFacts request);

  /** The path, case-sensitively. */
  record PathPattern(List<Wildcard> patterns) implements Condition {
    @Override
    public boolean holds(RequestFacts request) {
      return patterns.stream().anyMatch(p -> p.fits(request.path()));
    }
  }

  /** The host, whatever its case. */
  record HostHeader(List<Wildcard> patterns) implements Condition {
    @Override
    public boolean holds(RequestFacts request) {
      return patterns.stream().anyMatch(p -> p.fits(request.host()));
    }
  }

  /** A header of this name, whatever its case. */
  record HttpHeader(String name, List<Wildcard> patterns) implements Condition {
    @Override
    public boolean holds(RequestFacts request) {
      return request.header(name).stream()
          .anyMatch(value -> patterns.stream().anyMatch(p -> p.fits(value)));
    }
  }

  /** The method, exactly. */
  record HttpMethod(List<String> methods) implements Condition {
    @Override
    public boolean holds(RequestFacts request) {
      return methods.contains(request.method());
    }
  }

  /** A parameter of the query. */
  record QueryString(List<Pair> pairs) implements Condition {
    @Override
    public boolean holds(RequestFacts request) {
      return request.query().stream()
          .anyMatch(parameter -> pairs.stream().anyMatch(pair -> pair.fits(parameter)));
    }
  }

  /** A pattern for a query parameter's value, and for its key unless any will do. */
  record Pair(Optional<Wildcard> key, Wildcard value) {
    boolean fits(RequestFacts.Parameter parameter) {
      return key.map(k -> k.fits(parameter.key())).orElse(true) && value.fits(parameter.value());
    }
  }

  /** The client's address lies in one of these blocks. */
  record SourceIp(List<Block> blocks) implements Condition {
    @Override
    public boolean holds(RequestFacts request) {
      return blocks.stream().anyMatch(block -> block.contains(request.source()));
    }
  }
}
