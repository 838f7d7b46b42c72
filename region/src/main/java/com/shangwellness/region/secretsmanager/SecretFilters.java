package com.shangwellness.region.secretsmanager;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

/** The filters of ListSecrets: all must match, each by one of its values; {@code !} negates. */
final class SecretFilters {

  private SecretFilters() {}

  static Predicate<DescribeSecretResponse> of(List<Filter> filters) {
    return filters.stream().map(SecretFilters::one).reduce(secret -> true, Predicate::and);
  }

  private static Predicate<DescribeSecretResponse> one(Filter filter) {
    return secret ->
        filter.values().stream()
            .anyMatch(
                value ->
                    value.startsWith("!")
                        ? !matches(filter, secret, value.substring(1))
                        : matches(filter, secret, value));
  }

  private static boolean matches(Filter filter, DescribeSecretResponse secret, String value) {
    var texts =
        switch (filter.key()) {
          case NAME -> Stream.of(secret.name());
          case DESCRIPTION -> Stream.ofNullable(secret.description());
          case TAG_KEY -> secret.tags().stream().map(Tag::key);
          case TAG_VALUE -> secret.tags().stream().map(Tag::value);
          case OWNING_SERVICE -> Stream.ofNullable(secret.owningService());
          case ALL ->
              Stream.concat(
                  Stream.of(secret.name(), String.valueOf(secret.description())),
                  secret.tags().stream().flatMap(tag -> Stream.of(tag.key(), tag.value())));
          case null, default ->
              throw Refusal.parameter("The filter key " + filter.keyAsString() + " is invalid.");
        };
    var wanted = value.toLowerCase(Locale.ROOT);
    return texts.anyMatch(text -> text.toLowerCase(Locale.ROOT).startsWith(wanted));
  }
}
