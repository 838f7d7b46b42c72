package com.shangwellness.ops.targets;

import com.shangwellness.ops.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The ways in which a user's environment makes the SDK talk to another endpoint than AWS's. With
 * {@code --target aws} such a one is refused: what was shown and agreed to would happen elsewhere.
 */
final class EndpointOverrides {
  private static final String VARIABLE = "AWS_ENDPOINT_URL";
  private static final String SETTING = "endpoint_url";

  private EndpointOverrides() {}

  /**
   * Refuses overrides.
   *
   * @throws Failure naming each
   */
  static void refuse(
      Optional<String> profile, Map<String, String> environment, ProfileFile configuration) {
    // The SDK's own switch: "Service-specific endpoints", AWS SDKs and Tools Reference Guide.
    if ("true".equalsIgnoreCase(environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"))) {
      return;
    }
    var found = new ArrayList<String>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(VARIABLE) && !value.isBlank()) {
            found.add("the variable " + name + " (" + value + ")");
          }
        });
    var name = profile.orElse(environment.getOrDefault("AWS_PROFILE", "default"));
    found.addAll(inProfile(configuration, name));
    if (!found.isEmpty()) {
      found.sort(null);
      throw Failure.wrongSettings(
          "--target aws means AWS itself, but requests would go elsewhere, by "
              + String.join(" and ", found)
              + "; remove that, or set AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true");
    }
  }

  // endpoint_url stands in the profile, or below a service in a section that the profile names.
  private static List<String> inProfile(ProfileFile file, String name) {
    var found = new ArrayList<String>();
    var profile = file.profile(name);
    if (profile.flatMap(p -> p.property(SETTING)).isPresent()) {
      found.add(SETTING + " of the profile " + name);
    }
    var services = profile.flatMap(p -> p.property("services"));
    services
        .flatMap(title -> file.getSection("services", title))
        .filter(s -> s.properties().values().stream().anyMatch(v -> v.contains(SETTING)))
        .ifPresent(s -> found.add(SETTING + " of the services " + services.get()));
    return found;
  }
}
