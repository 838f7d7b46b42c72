package com.shangwellness.region.ssm;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.ssm.Parameters.Entry;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ssm.model.InvalidFilterKeyException;
import software.amazon.awssdk.services.ssm.model.InvalidFilterOptionException;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;

/** The filters of DescribeParameters and GetParametersByPath: all must match. */
final class ParameterFilters {

  private ParameterFilters() {}

  static Predicate<Entry> of(List<ParameterStringFilter> filters) {
    return filters.stream().map(ParameterFilters::one).reduce(entry -> true, Predicate::and);
  }

  private static Predicate<Entry> one(ParameterStringFilter filter) {
    var key = requireNonNullElse(filter.key(), "");
    if (key.startsWith("tag:")) {
      var values = filter.values();
      return entry -> {
        var tag = entry.tags().get(key.substring(4));
        return tag != null && (values.isEmpty() || values.contains(tag));
      };
    }
    return switch (key) {
      case "Name" -> texts(filter, "Equals");
      case "Path" -> path(filter);
      case "Type" -> entry -> filter.values().contains(entry.current().typeAsString());
      case "KeyId" -> entry -> filter.values().contains(entry.current().keyId());
      case "Tier" -> entry -> filter.values().contains(entry.current().tierAsString());
      case "DataType" -> entry -> filter.values().contains(entry.current().dataType());
      case "Label" ->
          entry -> filter.values().stream().anyMatch(l -> entry.labelled(l).isPresent());
      default ->
          throw AwsErrors.of(
              InvalidFilterKeyException.builder(),
              "The following filter key is not valid: " + key + ".");
    };
  }

  private static Predicate<Entry> texts(ParameterStringFilter filter, String usual) {
    var option = requireNonNullElse(filter.option(), usual);
    return switch (option) {
      case "Equals" -> entry -> filter.values().contains(entry.name());
      case "BeginsWith" -> entry -> filter.values().stream().anyMatch(entry.name()::startsWith);
      case "Contains" -> entry -> filter.values().stream().anyMatch(entry.name()::contains);
      default -> throw noOption(option);
    };
  }

  private static Predicate<Entry> path(ParameterStringFilter filter) {
    var option = requireNonNullElse(filter.option(), "OneLevel");
    return switch (option) {
      case "OneLevel" -> entry -> filter.values().stream().anyMatch(p -> under(entry, p, false));
      case "Recursive" -> entry -> filter.values().stream().anyMatch(p -> under(entry, p, true));
      default -> throw noOption(option);
    };
  }

  /** Whether the parameter is below {@code path}: directly, or at any depth. */
  static boolean under(Entry entry, String path, boolean recursive) {
    var folder = path.endsWith("/") ? path : path + "/";
    return entry.name().startsWith(folder)
        && (recursive || entry.name().indexOf('/', folder.length()) < 0);
  }

  private static RuntimeException noOption(String option) {
    return AwsErrors.of(
        InvalidFilterOptionException.builder(),
        "The following filter option is not valid: " + option + ".");
  }
}
