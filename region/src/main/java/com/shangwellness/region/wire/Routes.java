package com.shangwellness.region.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.RequiredTrait;

/** The operations of a REST service by method and path; the narrowest match wins. */
final class Routes {

  /** An operation, and what its path's labels stand for in the request. */
  record Match(Operation operation, Map<String, String> labels) {}

  private record Route(
      Operation operation,
      boolean ofBucket,
      Pattern path,
      List<String> labels,
      Map<String, String> query,
      List<SdkField<?>> needed,
      int narrowness) {}

  private static final Pattern LABEL = Pattern.compile("\\{([^}+]+)(\\+?)}");

  private final List<Route> routes;
  private final boolean s3;

  Routes(Collection<Operation> operations, boolean s3) {
    this.s3 = s3;
    this.routes =
        operations.stream()
            .map(this::route)
            .sorted(
                Comparator.comparingInt(Route::narrowness)
                    .reversed()
                    .thenComparing(route -> route.operation.name()))
            .toList();
  }

  /**
   * The operation that {@code request} asks for.
   *
   * @param path its path; for S3 without the bucket
   * @param bucket S3's bucket, which is in no operation's path
   */
  Optional<Match> find(WireRequest request, String path, Optional<String> bucket) {
    for (var route : routes) {
      var matcher = route.path.matcher(path);
      if (route.operation.info().httpMethod().name().equals(request.method())
          && route.ofBucket == bucket.isPresent()
          && matcher.matches()
          && fits(route, request)) {
        var labels = new HashMap<String, String>();
        for (int i = 0; i < route.labels.size(); i++) {
          labels.put(route.labels.get(i), decoded(matcher.group(i + 1)));
        }
        bucket.ifPresent(b -> labels.put("Bucket", b));
        return Optional.of(new Match(route.operation, labels));
      }
    }
    return Optional.empty();
  }

  private static boolean fits(Route route, WireRequest request) {
    // GET / is ListBuckets and ListDirectoryBuckets; some clients say which.
    var said = request.parameter("x-id").orElse(route.operation.name());
    return said.equals(route.operation.name())
        && route.query.entrySet().stream().allMatch(q -> hasParameter(request, q))
        && route.needed.stream().allMatch(field -> hasMember(request, field));
  }

  private static boolean hasParameter(WireRequest request, Map.Entry<String, String> wanted) {
    var values = request.query().get(wanted.getKey());
    return values != null && (wanted.getValue().isEmpty() || values.contains(wanted.getValue()));
  }

  private static boolean hasMember(WireRequest request, SdkField<?> field) {
    return field.location() == MarshallLocation.HEADER
        ? request.headers().containsKey(field.locationName().toLowerCase(Locale.ROOT))
        : request.query().containsKey(field.locationName());
  }

  private Route route(Operation operation) {
    var uri = operation.info().requestUri().split("\\?", 2);
    var query = new HashMap<String, String>();
    if (uri.length > 1) {
      WireRequest.parameters(uri[1]).forEach((name, values) -> query.put(name, values.getFirst()));
    }
    var fields = operation.newRequest().sdkFields();
    var needed = fields.stream().filter(this::isNeeded).<SdkField<?>>map(f -> f).toList();
    boolean ofBucket = s3 && fields.stream().anyMatch(S3Quirks::isBucket);
    var labels = new ArrayList<String>();
    var pattern = pattern(uri[0], labels);
    int literals = LABEL.matcher(uri[0]).replaceAll("").length();
    int narrowness =
        1000 * (query.size() + needed.size()) + 2 * literals + (uri[0].contains("+}") ? 0 : 1);
    return new Route(operation, ofBucket, pattern, labels, query, needed, narrowness);
  }

  private boolean isNeeded(SdkField<?> field) {
    boolean visible =
        field.location() == MarshallLocation.QUERY_PARAM
            || field.location() == MarshallLocation.HEADER;
    return visible
        && (field.containsTrait(RequiredTrait.class) || (s3 && S3Quirks.isCopySource(field)));
  }

  private static Pattern pattern(String uri, List<String> labels) {
    var pattern = new StringBuilder();
    var label = LABEL.matcher(uri);
    int from = 0;
    while (label.find()) {
      pattern.append(Pattern.quote(uri.substring(from, label.start())));
      pattern.append(label.group(2).isEmpty() ? "([^/]+)" : "(.+)");
      labels.add(label.group(1));
      from = label.end();
    }
    var rest = uri.substring(from);
    pattern.append(Pattern.quote(rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest));
    // A greedy label takes a trailing slash as part of its value, as S3's keys have them.
    return Pattern.compile(
        uri.endsWith("+}") ? pattern.toString() : pattern + "/?", Pattern.DOTALL);
  }

  private static String decoded(String label) {
    return URLDecoder.decode(label.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
