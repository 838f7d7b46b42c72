package com.shangwellness.region.shells;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a simulated command does.
 *
 * @param failure why it cannot be run; empty when it can
 * @param takes how long it runs; empty when it does not end by itself
 * @param output what it writes, half a moment before its end
 * @param code its exit code
 * @param exports the variables that it exports
 * @param files what it writes, by path; a relative one is in the folder where it begins
 * @param enters the folder in which it ends, relative to where it begins; empty for the same
 */
public record Act(
    Optional<String> failure,
    Optional<Duration> takes,
    List<String> output,
    int code,
    Map<String, String> exports,
    Map<String, String> files,
    String enters) {

  /** Keeps copies of what may change. */
  public Act {
    output = List.copyOf(output);
    exports = Map.copyOf(exports);
    files = Map.copyOf(files);
  }

  /** Takes a second and succeeds. */
  public static Act succeeds() {
    return new Act(
        Optional.empty(), Optional.of(Duration.ofSeconds(1)), List.of(), 0, Map.of(), Map.of(), "");
  }

  /** Takes a second and ends with {@code code}. */
  public static Act exits(int code) {
    return new Act(
        Optional.empty(),
        Optional.of(Duration.ofSeconds(1)),
        List.of(),
        code,
        Map.of(),
        Map.of(),
        "");
  }

  /** Does not end by itself. */
  public static Act hangs() {
    return new Act(Optional.empty(), Optional.empty(), List.of(), 0, Map.of(), Map.of(), "");
  }

  /** Cannot be run. */
  public static Act fails(String reason) {
    return new Act(Optional.of(reason), Optional.empty(), List.of(), 0, Map.of(), Map.of(), "");
  }

  /** The same, taking this long. */
  public Act taking(Duration duration) {
    return new Act(failure, Optional.of(duration), output, code, exports, files, enters);
  }

  /** The same, writing {@code lines}. */
  public Act printing(String... lines) {
    return new Act(failure, takes, List.of(lines), code, exports, files, enters);
  }

  /** The same, exporting {@code name}, too. */
  public Act exporting(String name, String value) {
    return new Act(failure, takes, output, code, with(exports, name, value), files, enters);
  }

  /** The same, writing a file, too. */
  public Act writing(String path, String content) {
    return new Act(failure, takes, output, code, exports, with(files, path, content), enters);
  }

  /** The same, ending in another folder. */
  public Act entering(String folder) {
    return new Act(failure, takes, output, code, exports, files, folder);
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    var more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }
}
